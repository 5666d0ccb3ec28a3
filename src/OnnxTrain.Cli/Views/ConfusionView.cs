namespace OnnxTrain.Cli;

/// <summary>Which classes are taken for which: a matrix of a few classes, or the commonest confusions of many.</summary>
internal static class ConfusionView
{
    private const int MostClasses = 12, MostPairs = 10, LongestName = 12;
    private const string Undefined = "–";

    public static void Write(Page page, IReadOnlyList<string> classes, Predictions predictions)
    {
        var matrix = new ConfusionMatrix(predictions);
        if (classes.Count <= MostClasses && Width(classes, matrix) <= page.Width) WriteMatrix(page, classes, matrix);
        else WritePairs(page, classes, matrix);
    }

    private static void WriteMatrix(Page page, IReadOnlyList<string> classes, ConfusionMatrix matrix)
    {
        page.Blank();
        page.Table(
            ["true ↓ predicted →", .. classes.Select(Short), "recall", "precision"],
            [
                .. classes.Select(
                    (name, c) =>
                        (string[])
                            [
                                Short(name),
                                .. classes.Select((_, p) => Count(matrix[c, p])),
                                Part(matrix.Recall(c), classes.Select((_, p) => matrix[c, p])),
                                Part(matrix.Precision(c), classes.Select((_, a) => matrix[a, c])),
                            ]),
            ]);
    }

    private static void WritePairs(Page page, IReadOnlyList<string> classes, ConfusionMatrix matrix)
    {
        var pairs = (
            from truth in Enumerable.Range(0, classes.Count)
            from predicted in Enumerable.Range(0, classes.Count)
            where truth != predicted && matrix[truth, predicted] > 0
            orderby matrix[truth, predicted] descending
            select (truth, predicted)).ToList();
        if (pairs.Count == 0) return;
        page.Blank();
        page.Line(pairs.Count > MostPairs ? $"the commonest of {pairs.Count:N0} confusions:" : "confusions:");
        page.Table(
            ["true", "predicted", "rows"],
            [.. pairs.Take(MostPairs).Select(pair => (string[])
            [
                Short(classes[pair.truth]), Short(classes[pair.predicted]), Count(matrix[pair.truth, pair.predicted]),
            ])]);
    }

    /// <summary>The width of the matrix.</summary>
    private static int Width(IReadOnlyList<string> classes, ConfusionMatrix matrix) =>
        "  true ↓ predicted →  recall  precision".Length
            + classes.Select((name, p) => 2 + classes.Select((_, c) => Count(matrix[c, p]).Length).Append(Short(name).Length).Max()).Sum();

    private static string Part(double part, IEnumerable<int> of) => of.Sum() == 0 ? Undefined : Numbers.Percent(part);

    private static string Count(int count) => count == 0 ? "·" : $"{count:N0}";

    private static string Short(string name) => VisibleText.Cut(name, LongestName);
}
