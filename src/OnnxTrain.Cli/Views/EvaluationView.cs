namespace OnnxTrain.Cli;

/// <summary>How good a file's predictions are: metrics, confusions, and the worst rows.</summary>
internal static class EvaluationView
{
    private const int LongestPlace = 60;

    /// <param name="page">Where to write.</param>
    /// <param name="target">Predictions and truth.</param>
    /// <param name="name">The target's name, or the file's.</param>
    /// <param name="noun">What a row is called.</param>
    /// <param name="mostWrong">The most rows to list.</param>
    public static void Write(Page page, EvaluatedTarget target, string name, string noun, int mostWrong)
    {
        page.Heading(name, Numbers.Count(target.Predictions.RowCount, noun));
        page.Facts([.. target.Metrics.Select(metric => (metric.Name, Value(metric.Name, metric.Value)))]);
        if (target.IsClass) ConfusionView.Write(page, target.Target.Classes, target.Predictions);
        WriteWrong(page, target, noun, mostWrong);
        page.Blank();
    }

    private static void WriteWrong(Page page, EvaluatedTarget target, string noun, int most)
    {
        var wrong = target.Wrong();
        int[] shown = [.. wrong.Take(most)];
        if (shown.Length == 0) return;
        page.Blank();
        page.Line(target.IsClass
            ? $"{Numbers.Count(wrong.Count, $"wrong {noun}")}{(shown.Length < wrong.Count ? $", the {shown.Length} surest" : "")}:"
            : $"the largest errors:");
        page.Table(
            [noun, "truth", "prediction", target.IsClass ? "probability" : "error"],
            [
                .. shown.Select(row => (string[])
                [
                    Short(target.PlaceOf(row)), target.Truth(row), target.Predicted(row),
                    target.IsClass ? Numbers.Percent(target.Severity(row)) : Numbers.Invariant(target.Severity(row)),
                ]),
            ]);
    }

    private static string Value(string name, double value) => double.IsNaN(value) ? "–" : name switch
    {
        "accuracy" or "calibration error" => Numbers.Percent(value),
        _ => Numbers.Loss(value),
    };

    private static string Short(string place) => place.Length <= LongestPlace ? place : $"…{place[^(LongestPlace - 1)..]}";
}
