namespace OnnxTrain.Cli;

/// <summary>Columns that a model cannot learn from.</summary>
internal static class UselessColumns
{
    /// <summary>More texts than these are worth a note; if few rows share one, the column is left out.</summary>
    private const int ManyCategories = CategoryEncoding.MostOneHot;

    /// <summary>More texts than these are left out if each is to be a number of its own, however many rows share one.</summary>
    private const int TooManyCategories = 1000;

    /// <summary>The columns, each with the reason.</summary>
    public static IEnumerable<(string Column, string Reason)> Of(CsvTable table, IReadOnlyList<string> kept, TabularOptions options)
    {
        var issues = table.Report().ToDictionary(warning => warning.Column, warning => warning.Issue);
        foreach (var column in table.Columns)
        {
            if (issues.TryGetValue(column.Name, out var issue))
            {
                if (issue != ColumnIssue.Identifier) yield return (column.Name, Reason(issue));
                else if (!kept.Contains(column.Name)) yield return (column.Name, $"{Reason(issue)}; {KeepHint(column.Name)}");
            }
            else if (HasTooManyTexts(column, options.EncodingOf(column.Name)) && !kept.Contains(column.Name))
            {
                yield return (
                    column.Name,
                    $"it has {column.DistinctCount:N0} different texts in {Numbers.Count(column.Count - column.MissingCount, "row")}; "
                        + $"{KeepHint(column.Name)}");
            }
        }
    }

    /// <summary>Columns without a value, which a part of the rows can have.</summary>
    public static IEnumerable<(string Column, string Reason)> Emptied(CsvTable table) =>
        table.Report().Where(warning => warning.Issue == ColumnIssue.AllMissing).Select(warning => (warning.Column, Reason(warning.Issue)));

    /// <summary>The table without columns that a model cannot learn from.</summary>
    /// <param name="table">The table.</param>
    /// <param name="needed">The targets, and the weight of rows: they stay.</param>
    /// <param name="columns">The columns, with the reasons.</param>
    /// <param name="notes">Where to say so.</param>
    /// <exception cref="ToolException">No column is left.</exception>
    public static CsvTable Without(
        CsvTable table, IReadOnlyList<string> needed, IReadOnlyList<(string Column, string Reason)> columns, List<string> notes)
    {
        var useless = columns.Where(column => !needed.Contains(column.Column)).ToList();
        notes.AddRange(useless.Select(column => $"'{column.Column}' left out: {column.Reason}"));
        var kept = table.Without(useless.Select(column => column.Column));
        return kept.Columns.Count > needed.Count ? kept : throw new ToolException(
            $"There is no column left to predict '{needed[0]}' from{(notes.Count > 0 ? $" ({string.Join("; ", notes)})" : "")}.",
            "Add columns that depend on the target.");
    }

    /// <summary>Notes on columns of many texts.</summary>
    public static void NoteWide(CsvTable train, IReadOnlyCollection<string> expected, List<string> notes)
    {
        foreach (
            var column in train.Columns.Where(c =>
                IsOfTexts(c) && c.DistinctCount > ManyCategories && !expected.Contains(c.Name)))
            notes.Add(
                $"'{column.Name}' has {column.DistinctCount:N0} different texts, taken as "
                    + $"{CategoryEncoding.ByCount.For(column.DistinctCount).Text} that are learned; if they name the rows, leave it out: "
                    + $"--ignore {ColumnNames.Typed(column.Name)}");
    }

    private static string Reason(ColumnIssue issue) => issue switch
    {
        ColumnIssue.AllMissing => "it has no value in any row",
        ColumnIssue.Constant => "it has the same value in every row",
        _ => "it looks like a row identifier",
    };

    private static string KeepHint(string column) => $"--keep {ColumnNames.Typed(column)} keeps it";

    private static bool IsOfTexts(CsvColumn column) => column.Kind is ColumnKind.Categorical or ColumnKind.Boolean;

    private static bool HasTooManyTexts(CsvColumn column, CategoryEncoding encoding) => IsOfTexts(column)
        && ((column.DistinctCount > TooManyCategories && encoding == CategoryEncoding.OneHot)
            || (column.DistinctCount > ManyCategories && column.DistinctCount * 2 > column.Count - column.MissingCount));
}
