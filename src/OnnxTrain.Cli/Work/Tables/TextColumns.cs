namespace OnnxTrain.Cli;

/// <summary>Columns of texts of several words, which are split into words.</summary>
internal static class TextColumns
{
    private const int MostRows = 10_000;

    /// <summary>Texts of fewer words on average are names, or categories.</summary>
    private const int FewestWords = 3;

    /// <summary>The columns that are named, and those that hold mostly different texts of several words, with a note on these.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">What is asked for.</param>
    /// <param name="others">Columns that are no inputs, or are something else.</param>
    /// <param name="notes">Where to say so.</param>
    /// <exception cref="ToolException">A column that is named is something else.</exception>
    public static IReadOnlyList<string> Of(
        CsvTable table, ColumnsRequest columns, IReadOnlyCollection<string> others, List<string> notes)
    {
        var named = ColumnNames.Resolve(columns.Texts, table);
        if (named.FirstOrDefault(others.Contains) is { } other)
            throw new ToolException($"--text names '{other}', which is not an input of the model, or is an image.", "Leave it out there.");
        var decided = ColumnNames.Resolve(
            [.. columns.Categorical, .. columns.Numeric, .. columns.Times.Named, .. columns.Inputs.Named], table);
        if (named.FirstOrDefault(decided.Contains) is { } both)
            throw new ToolException(
                $"'{both}' is in --text and in another option that says what it is.", "Leave it out of one of them.");
        var found = table.Columns.Where(column =>
            !others.Contains(column.Name) && !decided.Contains(column.Name) && !named.Contains(column.Name) && HoldsTexts(column)).ToList();
        foreach (var column in found)
        {
            notes.Add(
                $"'{column.Name}' holds texts, and is split into words; --categorical {ColumnNames.Typed(column.Name)} takes each text as "
                    + "a category");
        }

        return [.. named, .. found.Select(column => column.Name)];
    }

    private static bool HoldsTexts(CsvColumn column)
    {
        var rows = column.Count - column.MissingCount;
        if (column.Kind != ColumnKind.Categorical || rows < 2 || column.DistinctCount * 2 <= rows) return false;
        var (words, texts) = (0L, 0);
        for (var row = 0; row < column.Count && texts < MostRows; row++)
        {
            if (column.IsMissing(row)) continue;
            words += Words.Count(column.Text(row));
            texts++;
        }

        return words >= (long)FewestWords * texts;
    }
}
