using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>What is in a table.</summary>
internal static class TableView
{
    private const int MostColumns = 200, MostTexts = 3, MostCharacters = 20;

    public static void Write(Page page, CsvTable table)
    {
        page.Heading(table.Name, $"{Numbers.Count(table.RowCount, "row")}, {Numbers.Count(table.Columns.Count, "column")}");
        foreach (var note in table.Notes) page.Line(note);
        page.Blank();
        page.Table(
            ["column", "kind", "missing", "distinct", "values"],
            [.. table.Columns.Take(MostColumns).Select(column => (string[])
            [
                column.Name, KindOf(column), $"{column.MissingCount:N0}", $"{column.DistinctCount:N0}",
                Values(column),
            ])]);
        if (table.Columns.Count > MostColumns) page.Line($"and {table.Columns.Count - MostColumns:N0} more columns");
    }

    private static string KindOf(CsvColumn column)
    {
        var kind = column.Kind.ToString().ToLowerInvariant();
        return column.Kind == ColumnKind.Time && !column.HoldsTicks
            ? $"{kind}, {string.Join(" or ", column.TimeForms.Select(form => form.Name))}"
            : kind;
    }

    private static string Values(CsvColumn column)
    {
        if (column.MissingCount == column.Count) return "";
        if (column is { Kind: ColumnKind.Time, TimeForms: [var form] })
        {
            var (first, last) = (long.MaxValue, TimeForm.Missing);
            for (var row = 0; row < column.Count; row++)
                if (column.Ticks(row, form) is >= 0 and var ticks) (first, last) = (Math.Min(first, ticks), Math.Max(last, ticks));
            return $"{form.Format(first)} … {form.Format(last)}";
        }

        if (column.Kind == ColumnKind.Duration && DurationForm.Fitting(column.Categories) is { } duration)
            return $"{column.Categories.MinBy(text => duration.Parse(text))} … {column.Categories.MaxBy(text => duration.Parse(text))}";
        if (column.Kind == ColumnKind.Numeric)
        {
            var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var number in column.Numbers)
            {
                if (number < least) least = number;
                if (number > most) most = number;
            }

            return string.Create(CultureInfo.InvariantCulture, $"{least} … {most}");
        }

        var counts = column.CategoryIndices().Where(index => index >= 0).CountBy(index => index)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).ToList();
        return string.Join(", ", counts.Take(MostTexts).Select(pair => $"{Short(column.Categories[pair.Key])} ({pair.Value:N0})"))
            + (counts.Count > MostTexts ? ", …" : "");
    }

    private static string Short(string text) => VisibleText.Cut(text, MostCharacters);
}
