using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>
/// A confusion matrix as a heat map: a row for each true class, a column for each predicted class, coloured by the fraction of the row.
/// </summary>
internal static class ConfusionMap
{
    /// <summary>The maximum number of classes; the counts of more cannot be read.</summary>
    public const int MostClasses = 20;

    private const int MostConfusions = 20;

    private const double Left = 128, Top = 28, Size = 330, LargestCell = 84;
    private const int LongestName = 13;

    public static XElement Figure(ConfusionMatrix matrix, IReadOnlyList<string> names, string suffix)
    {
        var classes = matrix.Classes;
        var cell = Math.Min(LargestCell, Size / classes);
        var isTurned = classes > 4 || names.Any(n => Short(n).Length * 8.5 > cell);
        var bottom = isTurned ? 12 + (8.3 * names.Max(n => Short(n).Length)) : 22;
        var side = classes * cell;
        var font = Math.Min(15, Math.Max(6, cell * 0.45));
        var content = new List<XElement>
        {
            Sized(Chart.Label((Left + side + 10) / 2, 15, "middle", "true class left, predicted below"), Math.Min(15, 1.5 * font)),
        };
        for (var row = 0; row < classes; row++)
        {
            content.Add(Sized(Chart.Label(Left - 8, Top + ((row + 0.5) * cell) + (font / 3), "end", Short(names[row])), font));
            content.Add(ColumnName(Short(names[row]), Left + ((row + 0.5) * cell), Top + side, font, isTurned));
            var total = Rows(matrix, row);
            for (var column = 0; column < classes; column++)
                AddCell(content, matrix[row, column], total, Left + (column * cell), Top + (row * cell), cell, font);
        }

        var worst = string.Join(
            ", ", Confusions(matrix).Take(5).Select(c => Invariant($"{c.Count} of {names[c.True]} as {names[c.Predicted]}")));
        var description = worst.Length == 0 ? "All rows are predicted correctly." : $"Most frequent mistakes: {worst}.";
        return OnnxTrain.Figure.Of(
            "Confusion matrix",
            Chart.Svg($"confusion{suffix}", "Confusion matrix", description, Left + side + 10, Top + side + bottom, content),
            $"How often rows of each true class were predicted as each class; the colour shows the fraction of the row. {description}",
            isWide: classes > 12);
    }

    /// <summary>The most frequent confusions, for more classes than a map shows; null if there are none.</summary>
    public static XElement? Table(ConfusionMatrix matrix, IReadOnlyList<string> names)
    {
        var all = Confusions(matrix).ToList();
        if (all.Count == 0) return null;
        return Html.Table(
            all.Count <= MostConfusions
                ? "Confusions of classes"
                : Invariant($"The {MostConfusions} most frequent confusions of {all.Count:N0}"),
            2,
            ["true class", "predicted as", "rows", "of the class"],
            all.Take(MostConfusions).Select(c =>
                (string[])
                    [
                        names[c.True], names[c.Predicted], Invariant($"{c.Count:N0}"),
                        ReportNumbers.Percent((double)c.Count / Rows(matrix, c.True)),
                    ]));
    }

    private static IEnumerable<(int Count, int True, int Predicted)> Confusions(ConfusionMatrix matrix) =>
        Enumerable
            .Range(0, matrix.Classes)
            .SelectMany(a => Enumerable.Range(0, matrix.Classes).Where(p => p != a).Select(p => (Count: matrix[a, p], a, p)))
            .Where(c => c.Count > 0)
            .OrderByDescending(c => c.Count);

    private static int Rows(ConfusionMatrix matrix, int actual) => Enumerable.Range(0, matrix.Classes).Sum(p => matrix[actual, p]);

    private static void AddCell(List<XElement> content, int count, int total, double x, double y, double cell, double font)
    {
        var part = total == 0 ? 0 : (double)count / total;
        content.Add(
            Html.Empty(
                "rect", Html.Class("heat"), Html.Attribute("x", x + 0.5), Html.Attribute("y", y + 0.5), Html.Attribute("width", cell - 1),
                Html.Attribute("height", cell - 1), Html.Attribute("fill-opacity", count == 0 ? 0.06 : 0.15 + (0.85 * part))));
        if (count > 0)
            content.Add(Sized(Chart.Label(x + (cell / 2), y + (cell / 2) + (font / 3), "middle", Invariant($"{count}"), "cell"), font));
    }

    private static XElement ColumnName(string name, double x, double y, double font, bool isTurned)
    {
        var label = Chart.Label(x + (isTurned ? font / 3 : 0), y + (isTurned ? 8 : 17), isTurned ? "end" : "middle", name);
        if (isTurned) label.Add(Html.Attribute("transform", $"rotate(-90 {Html.Number(x + (font / 3))} {Html.Number(y + 8)})"));
        return Sized(label, font);
    }

    private static XElement Sized(XElement label, double font)
    {
        if (font < 15) label.Add(Html.Attribute("font-size", font));
        return label;
    }

    private static string Short(string name) => name.Length <= LongestName ? name : $"{name[..(LongestName - 1)]}…";
}
