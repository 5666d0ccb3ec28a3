using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>The quality of a classifier: confusion matrix, ROC curves, calibration.</summary>
internal static class ClassSection
{
    private const int MostCorners = 400;
    private const int MostClasses = 200;

    /// <param name="predictions">Predictions of a class.</param>
    /// <param name="classes">The names of the classes; numbers for those that are left out.</param>
    /// <param name="suffix">The end of the pictures' identifiers, different for each target.</param>
    public static IReadOnlyList<XElement> Of(Predictions predictions, IReadOnlyList<string> classes, string suffix)
    {
        string[] names =
        [
            .. Enumerable.Range(0, predictions.Width).Select(c => c < classes.Count ? classes[c] : Invariant($"{c}")),
        ];
        var matrix = new ConfusionMatrix(predictions);
        var figures = new List<XElement>();
        if (predictions.Width <= ConfusionMap.MostClasses) figures.Add(ConfusionMap.Figure(matrix, names, suffix));
        if (Roc(predictions, names, suffix) is { } roc) figures.Add(roc);
        figures.Add(Reliability(predictions, suffix));
        return
        [
            Html.Facts(SummarySection.Quality(predictions)),
            Html.Element("div", Html.Class("figures"), figures),
            .. predictions.Width > ConfusionMap.MostClasses && ConfusionMap.Table(matrix, names) is { } confusions
                ? (IEnumerable<XElement>)[confusions]
                : [],
            Classes(predictions, matrix, names),
        ];
    }

    private static XElement? Roc(Predictions predictions, string[] names, string suffix)
    {
        // For two classes, the curves are mirror images.
        int[] classes =
        [
            .. (predictions.Width == 2 ? [1] : Enumerable.Range(0, predictions.Width)).Where(c => RocCurve.Exists(predictions, c)),
        ];
        if (classes.Length == 0)
            return null;
        var curves = classes
            .Select(c => (Name: names[c], Curve: new RocCurve(predictions, c)))
            .OrderBy(c => c.Curve.AreaUnderCurve)
            .Take(Figure.Styles)
            .ToList();
        // All curves end in the same corner, so their names are in the legend alone.
        var chart = new Chart(ChartAxis.Linear("false positive rate", 0, 1), ChartAxis.Linear("true positive rate", 0, 1));
        chart.Line([(0, 0), (1, 1)], "chance");
        for (var i = 0; i < curves.Count; i++)
            chart.Series(
                Thinning.Spread([.. curves[i].Curve.Points.Select(p => (p.FalsePositiveRate, p.TruePositiveRate))], MostCorners),
                i, curves[i].Name);
        var legend = curves.Select((c, i) => ($"{c.Name}: AUC {ReportNumbers.Short(c.Curve.AreaUnderCurve)}", Figure.Style(i))).ToList();
        var caption =
            predictions.Width == 2
                ? $"The fraction of rows of {names[1]} that is found, against the fraction of other rows that is predicted as {names[1]}, "
                    + "for every threshold. The dashed line is chance."
                : "The fraction of rows of a class that is found, against the fraction of other rows that is predicted as this class, for "
                    + "every threshold. The dashed line is chance."
                    + (curves.Count < classes.Length
                        ? Invariant($" Shown are the {curves.Count} hardest of {classes.Length} classes.")
                        : "");
        return Figure.Of(
            "ROC curve",
            chart.ToSvg($"roc{suffix}", "Receiver operating characteristic", string.Join(", ", legend.Select(l => l.Item1)) + "."),
            caption, legend);
    }

    private static XElement Reliability(Predictions predictions, string suffix)
    {
        var calibration = new Calibration(predictions);
        var chart = new Chart(ChartAxis.Linear("probability of the predicted class", 0, 1), ChartAxis.Linear("accuracy", 0, 1));
        foreach (var bin in calibration.Bins.Where(b => b.Rows > 0)) chart.Bar(bin.Above, bin.UpTo, bin.Accuracy, Figure.Style(0));
        chart.Line([(0, 0), (1, 1)], "chance");
        chart.Dots(calibration.Bins.Where(b => b.Rows > 0).Select(b => (b.Confidence, b.Accuracy)), Figure.Style(1));
        return Figure.Of(
            "Calibration",
            chart.ToSvg(
                $"calibration{suffix}", "Reliability diagram",
                string.Join(
                    ", ", calibration
                        .Bins.Where(b => b.Rows > 0)
                        .Select(b => Invariant($"{b.Rows} rows at {b.Confidence:0.00}: {b.Accuracy:0.00} correct"))
                ) + "."),
            $"Rows grouped by the probability of the predicted class. Bars show the accuracy of each group, dots show it at the group's "
                + "mean probability. On the dashed line both are equal. Expected calibration error: "
                + $"{ReportNumbers.Short(calibration.ExpectedError)}.");
    }

    private static XElement Classes(Predictions predictions, ConfusionMatrix matrix, string[] names)
    {
        var isLong = names.Length > ConfusionMap.MostClasses;
        var rows = predictions.Labels.ToArray().CountBy(l => (int)l).ToDictionary();
        var classes = Enumerable.Range(0, names.Length);
        if (isLong) classes = classes.OrderBy(Quality).Take(MostClasses);
        var order =
            names.Length > MostClasses ? Invariant($", the worst {MostClasses} of {names.Length:N0}") : isLong ? ", worst first" : "";
        return Html.Table(
            $"Each class against the others{order}",
            1,
            ["class", "rows", "precision", "recall", "ROC AUC"],
            classes.Select(c =>
                    (string[])
                        [
                            names[c],
                            Invariant($"{rows.GetValueOrDefault(c):N0}"),
                            ReportNumbers.Percent(matrix.Precision(c)), ReportNumbers.Percent(matrix.Recall(c)),
                            RocCurve.Exists(predictions, c) ? ReportNumbers.Short(new RocCurve(predictions, c).AreaUnderCurve) : "–",
                        ]),
            isLong);

        // Classes without rows come last: there is nothing to judge them by.
        double Quality(int c) =>
            rows.ContainsKey(c) ? Finite(matrix.Precision(c)) + Finite(matrix.Recall(c)) : double.PositiveInfinity;

        static double Finite(double part) => double.IsFinite(part) ? part : 0;
    }
}
