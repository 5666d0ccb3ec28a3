using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>Notes on what in a table may not be meant as it is taken.</summary>
internal static class TableNotes
{
    private const int Shown = 4;

    /// <param name="read">The table as it was read.</param>
    /// <param name="train">What there is to learn from.</param>
    /// <param name="targets">The columns to predict.</param>
    /// <param name="notes">Where to add.</param>
    public static void Add(CsvTable read, CsvTable train, IReadOnlyList<string> targets, List<string> notes)
    {
        notes.AddRange(read.Notes);
        if (read.Columns.All(column => IsNumber(column.Name))) notes.Add("the first row was taken as the names of the columns");
        foreach (var column in train.Columns)
        {
            foreach (var (text, count) in read[column.Name].MissingTexts)
                notes.Add($"{Numbers.Count(count, "field")} '{text}' of '{column.Name}' {(count == 1 ? "is" : "are")} taken as missing");
            if (DifferOnlyInCase(column) is { Length: > 0 } texts)
                notes.Add($"'{column.Name}' has {(targets.Contains(column.Name) ? "classes" : "texts")} that differ only in case: {texts}");
        }
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
