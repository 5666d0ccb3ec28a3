using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>A summary of the columns.</summary>
internal static class DataSection
{
    private const int MostColumns = 200;
    private const int MostCategories = 4;

    public static IReadOnlyList<XElement> Of(TrainingReport report)
    {
        if (report.Data is not { } table) return report.Columns.Count > 0 ? [Html.Facts(report.Columns)] : [];
        var made = report.Columns.ToLookup(column => column.Label, column => column.Text, StringComparer.Ordinal);
        var targets = report.Targets.Select(target => target.Name).ToHashSet(StringComparer.Ordinal);
        var columns = table.Columns.Take(MostColumns).ToList();
        var caption = Invariant($"{table.RowCount:N0} training rows, {table.Columns.Count:N0} ")
            + Invariant($"columns{(columns.Count < table.Columns.Count ? Invariant($", the first {columns.Count}") : "")}");
        return
        [
            Html.Table(
                caption, 2,
                ["column", "in the model", "missing", "distinct", "mean ± deviation", "range or frequent values"],
                columns.Select(c => Row(c, made[c.Name].FirstOrDefault(), targets.Contains(c.Name)))),
        ];
    }

    /// <param name="column">The column.</param>
    /// <param name="made">What the model makes of it; null if that is not told.</param>
    /// <param name="isTarget">Whether it is predicted.</param>
    private static string[] Row(CsvColumn column, string? made, bool isTarget)
    {
        var name = isTarget ? $"{column.Name} (target)" : column.Name;
        var kind = made ?? column.Kind switch
        {
            ColumnKind.Numeric => "number",
            ColumnKind.Boolean => "boolean",
            ColumnKind.Time => "time",
            ColumnKind.Duration => "duration",
            _ => "category",
        };
        var missing =
            column.MissingCount == 0
                ? "0"
                : Invariant($"{column.MissingCount:N0} ({ReportNumbers.Percent((double)column.MissingCount / column.Count)})");
        var (moments, values) = column.Kind switch
        {
            ColumnKind.Numeric => Numbers(column),
            ColumnKind.Time when column.TimeForms is [var time] => ("–", Range(column, text => time.Parse(text))),
            ColumnKind.Duration when DurationForm.Fitting(column.Categories) is { } form =>
                ("–", Range(column, text => form.Parse(text))),
            _ => ("–", Frequent(column)),
        };
        return [name, kind, missing, Invariant($"{column.DistinctCount:N0}"), moments, values];
    }

    private static (string Moments, string Range) Numbers(CsvColumn column)
    {
        double[] numbers = [.. column.Numbers.ToArray().Where(n => !double.IsNaN(n))];
        if (numbers.Length == 0) return ("–", "–");
        var mean = numbers.Average();
        var deviation = Math.Sqrt(numbers.Average(n => (n - mean) * (n - mean)));
        return (
            $"{ReportNumbers.Short(mean)} ± {ReportNumbers.Short(deviation)}",
            $"{ReportNumbers.Short(numbers.Min())} … {ReportNumbers.Short(numbers.Max())}");
    }

    /// <summary>The least and the greatest text.</summary>
    private static string Range(CsvColumn column, Func<string, double> place) => column.Categories.Count == 0
        ? "–"
        : $"{column.Categories.MinBy(place)} … {column.Categories.MaxBy(place)}";

    private static string Frequent(CsvColumn column)
    {
        var counts = column
            .Strings.ToArray()
            .Where(s => s.Length > 0)
            .CountBy(s => s)
            .OrderByDescending(c => c.Value)
            .ThenBy(c => c.Key, StringComparer.Ordinal)
            .ToList();
        var shown = string.Join(", ", counts.Take(MostCategories).Select(c => Invariant($"{Short(c.Key)} ({c.Value:N0})")));
        return counts.Count > MostCategories ? $"{shown}, …" : shown.Length > 0 ? shown : "–";
    }

    private static string Short(string text) => text.Length <= 24 ? text : $"{text[..23]}…";
}
