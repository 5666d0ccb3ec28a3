using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>The quality of a regression model.</summary>
internal static class NumberSection
{
    private const int MostPoints = 1000;
    private const int MostBins = 30;

    /// <param name="predictions">Predictions of a number.</param>
    /// <param name="target">The name of the target.</param>
    /// <param name="suffix">The end of the pictures' identifiers, different for each target.</param>
    public static IReadOnlyList<XElement> Of(Predictions predictions, string target, string suffix)
    {
        var name = target.Length > 0 ? target : "target";
        (double True, double Predicted)[] all =
        [
            .. Enumerable.Range(0, predictions.Outputs.Length).Select(i => (predictions.Targets[i], predictions.Outputs[i])),
        ];
        var shown = Thinning.Spread(all, MostPoints);
        var sample = shown.Count < all.Length ? Invariant($" {shown.Count:N0} of {all.Length:N0} are shown.") : "";
        return
        [
            Html.Facts([
                .. SummarySection.Quality(predictions),
                new("mean absolute error", ReportNumbers.Short(all.Average(p => Math.Abs(p.Predicted - p.True)))),
            ]),
            Html.Element(
                "div", Html.Class("figures"), Predicted(shown, name, sample, suffix), Residuals(shown, name, sample, suffix),
                Histogram([.. all.Select(p => p.Predicted - p.True)], name, suffix)),
        ];
    }

    private static XElement Predicted(
        IReadOnlyList<(double True, double Predicted)> points, string name, string sample, string suffix)
    {
        var both = points.SelectMany(p => new[] { p.True, p.Predicted }).ToArray();
        var (x, y) = (ChartAxis.Of($"true {name}", both), ChartAxis.Of($"predicted {name}", both));
        var chart = new Chart(x, y);
        chart.Line([(x.Low, x.Low), (x.High, x.High)], "chance");
        chart.Dots(points, Figure.Style(0));
        return Figure.Of(
            "Predicted and true",
            chart.ToSvg(
                $"predicted{suffix}", "Predicted over true values",
                Range(points.Select(p => p.True), "True") + " " + Range(points.Select(p => p.Predicted), "Predicted")),
            $"A dot for each row; on the dashed line the prediction is exact.{sample}");
    }

    private static XElement Residuals(
        IReadOnlyList<(double True, double Predicted)> points, string name, string sample, string suffix)
    {
        var residuals = points.Select(p => (p.Predicted, p.Predicted - p.True)).ToArray();
        var x = ChartAxis.Of($"predicted {name}", residuals.Select(p => p.Predicted));
        var chart = new Chart(x, ChartAxis.Of("predicted − true", residuals.Select(r => r.Item2).Append(0)));
        chart.Line([(x.Low, 0), (x.High, 0)], "chance");
        chart.Dots(residuals, Figure.Style(0));
        return Figure.Of(
            "Residuals",
            chart.ToSvg(
                $"residuals{suffix}", "Residuals over predictions", Range(residuals.Select(r => r.Item2), "Residual")),
            $"The error of each row. A curve means that the model misses something, a funnel that errors grow with the value.{sample}"
        );
    }

    private static XElement Histogram(double[] residuals, string name, string suffix)
    {
        var bins = Math.Clamp((int)Math.Ceiling(Math.Sqrt(residuals.Length)), 1, MostBins);
        var (low, high) = (residuals.Min(), residuals.Max());
        if (low == high) (low, high) = (low - 1, high + 1);
        var counts = new int[bins];
        foreach (var residual in residuals) counts[Math.Clamp((int)((residual - low) / (high - low) * bins), 0, bins - 1)]++;
        var chart = new Chart(ChartAxis.Linear("predicted − true", low, high), ChartAxis.Linear("rows", 0, counts.Max() * 1.05));
        for (var i = 0; i < bins; i++)
        {
            if (counts[i] > 0)
                chart.Bar(low + ((high - low) * i / bins), low + ((high - low) * (i + 1) / bins), counts[i], Figure.Style(0));
        }

        return Figure.Of(
            "Distribution of the residuals",
            chart.ToSvg($"histogram{suffix}", "Histogram of the residuals", $"Mean {ReportNumbers.Short(residuals.Average())}."),
            $"The distribution of the errors of predictions of {name}.");
    }

    private static string Range(IEnumerable<double> numbers, string what) =>
        $"{what} values from {ReportNumbers.Short(numbers.Min())} to {ReportNumbers.Short(numbers.Max())}.";
}
