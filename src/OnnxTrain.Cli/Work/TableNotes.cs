using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>Notes on what in a table may not be meant as it is taken.</summary>
internal static class TableNotes
{
    private const int FewValidationRows = 20;
    private const int Shown = 4;

    /// <param name="read">The table as it was read.</param>
    /// <param name="train">What there is to learn from.</param>
    /// <param name="validation">The validation rows, or null.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="notes">Where to add.</param>
    public static void Add(CsvTable read, CsvTable train, CsvTable? validation, string target, List<string> notes)
    {
        if (read.Columns.All(column => IsNumber(column.Name))) notes.Add("the first row was taken as the names of the columns");
        foreach (var column in train.Columns)
        {
            foreach (var (text, count) in read[column.Name].MissingTexts)
                notes.Add($"{Numbers.Count(count, "field")} '{text}' of '{column.Name}' {(count == 1 ? "is" : "are")} taken as missing");
            if (DifferOnlyInCase(column) is { Length: > 0 } texts)
                notes.Add($"'{column.Name}' has {(column.Name == target ? "classes" : "texts")} that differ only in case: {texts}");
        }

        if (validation is { RowCount: < FewValidationRows and var rows })
            notes.Add($"{Numbers.Count(rows, "validation row")} {(rows == 1 ? "says" : "say")} little; --validation 0 learns from all");
    }

    private static bool IsNumber(string name) => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string DifferOnlyInCase(CsvColumn column)
    {
        if (column.Kind == ColumnKind.Numeric) return "";
        var same = column.Categories.GroupBy(text => text, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1);
        string[] texts = [.. same.SelectMany(group => group)];
        return string.Join(", ", texts.Take(Shown)) + (texts.Length > Shown ? " …" : "");
    }
}
