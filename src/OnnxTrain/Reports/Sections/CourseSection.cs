using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>Loss, metric and learning rate of each epoch.</summary>
internal static class CourseSection
{
    private const int MostParts = 300;
    private const string TrainingName = "training";

    public static IReadOnlyList<XElement> Of(TrainingReport report)
    {
        if (report.History is not { Epochs.Count: > 0 } history) return [];
        var figures = new List<XElement> { Loss(history) };
        if (history.Epochs.Any(e => (e.TrainingMetric ?? e.ValidationMetric) is not null)) figures.Add(Metric(history));
        if (history.Epochs[0].Targets.Count > 0) figures.AddRange(Targets(history));
        figures.Add(Rate(history));
        return [Html.Element("div", Html.Class("figures"), figures)];
    }

    /// <summary>The axis of epochs.</summary>
    public static ChartAxis Epochs(History history) => ChartAxis.Linear("epoch", history.Epochs[0].Epoch, history.Epochs[^1].Epoch);

    /// <summary>A value of each epoch, thinned if there are many.</summary>
    public static IReadOnlyList<(double X, double Y)> Course(History history, Func<EpochResult, double?> value) =>
        Thinning.Envelope([.. history.Epochs.Select(e => ((double)e.Epoch, value(e) ?? double.NaN))], MostParts);

    private static XElement Loss(History history)
    {
        double[] losses = [.. history.Epochs.SelectMany(e => new[] { e.TrainingLoss, e.ValidationLoss ?? double.NaN })];
        var chart = Chart(history, ChartAxis.Of("loss", losses, ChartAxis.WantsLog(losses)), e => e.TrainingLoss, e => e.ValidationLoss);
        var best = history.Best;
        if (best is not null && history.Epochs.Count > 1)
            chart.Mark(best.Epoch, Invariant($"lowest in epoch {best.Epoch}"));
        var caption = best is null
            ? "The mean loss of each epoch."
            : Invariant($"The mean loss of each epoch. The lowest {(best.ValidationLoss is null ? "training" : "validation")} loss is ")
                + Invariant($"{ReportNumbers.Short(best.ValidationLoss ?? best.TrainingLoss)}, in epoch {best.Epoch}.");
        return Figure.Of(
            "Loss",
            chart.ToSvg("loss", "Loss over epochs", Described("loss", history, e => e.TrainingLoss, e => e.ValidationLoss)),
            caption,
            Legend(history, e => e.TrainingLoss, e => e.ValidationLoss));
    }

    private static XElement Metric(History history)
    {
        var name = history.MetricName;
        var numbers = history.Epochs.SelectMany(e => new[] { e.TrainingMetric ?? double.NaN, e.ValidationMetric ?? double.NaN });
        var chart = Chart(history, ChartAxis.Of(name, numbers), e => e.TrainingMetric, e => e.ValidationMetric);
        var heading = name.Length > 0 ? char.ToUpperInvariant(name[0]) + name[1..] : "Metric";
        return Figure.Of(
            heading,
            chart.ToSvg("metric", $"{heading} over epochs", Described(name, history, e => e.TrainingMetric, e => e.ValidationMetric)),
            $"The {name} on the validation rows after each epoch, or on the training rows during it.",
            Legend(history, e => e.TrainingMetric, e => e.ValidationMetric));
    }

    /// <summary>A picture for each metric, with a line for each target that has it.</summary>
    private static IEnumerable<XElement> Targets(History history)
    {
        var scores = history.Epochs[0].Targets.Select((score, i) => (score.Target, score.Metric, Place: i));
        return scores.GroupBy(score => score.Metric, StringComparer.Ordinal).Select((metric, number) =>
        {
            var lines = metric.ToList();
            var values = history.Epochs.SelectMany(e => lines.Select(line => e.Targets[line.Place].Value));
            var chart = new Chart(Epochs(history), ChartAxis.Of(metric.Key, values), [.. lines.Select(line => line.Target)]);
            for (var i = 0; i < lines.Count; i++)
            {
                var place = lines[i].Place;
                chart.Series(Course(history, e => e.Targets[place].Value), i, lines[i].Target);
            }

            return Figure.Of(
                $"{char.ToUpperInvariant(metric.Key[0])}{metric.Key[1..]} of targets",
                chart.ToSvg(
                    Invariant($"targets{number}"), $"{metric.Key} of targets over epochs",
                    string.Join(", ", lines.Select(l => $"{l.Target} {ReportNumbers.Short(history.Epochs[^1].Targets[l.Place].Value)}"))
                        + " after the last epoch."),
                $"The {metric.Key} on the validation rows after each epoch.",
                [.. lines.Select((line, i) => (line.Target, Figure.Style(i)))]);
        });
    }

    private static XElement Rate(History history)
    {
        double[] rates = [.. history.Epochs.Select(e => e.LearningRate)];
        var chart = new Chart(Epochs(history), ChartAxis.Of("learning rate", rates, ChartAxis.WantsLog(rates)));
        chart.Line(Course(history, e => e.LearningRate), Figure.Style(0));
        var caption =
            rates.Min() == rates.Max()
                ? $"The learning rate is {ReportNumbers.Short(rates[0])} throughout."
                : "The learning rate of the last step of each epoch.";
        return Figure.Of(
            "Learning rate",
            chart.ToSvg("rate", "Learning rate over epochs", $"From {ReportNumbers.Short(rates[0])} to {ReportNumbers.Short(rates[^1])}."),
            caption);
    }

    private static Chart Chart(History history, ChartAxis axis, Func<EpochResult, double?> training, Func<EpochResult, double?> validation)
    {
        var legend = Legend(history, training, validation);
        var chart = new Chart(Epochs(history), axis, [.. legend.Select(entry => entry.Name)]);
        foreach (var (name, _) in legend)
        {
            var isTraining = name == TrainingName;
            chart.Series(Course(history, isTraining ? training : validation), isTraining ? 0 : 1, name);
        }

        return chart;
    }

    private static List<(string Name, string Style)> Legend(
        History history, Func<EpochResult, double?> training, Func<EpochResult, double?> validation)
    {
        var legend = new List<(string Name, string Style)>();
        if (history.Epochs.Any(e => training(e) is not null)) legend.Add((TrainingName, Figure.Style(0)));
        if (history.Epochs.Any(e => validation(e) is not null)) legend.Add(("validation", Figure.Style(1)));
        return legend;
    }

    private static string Described(
        string what, History history, Func<EpochResult, double?> training, Func<EpochResult, double?> validation)
    {
        return string.Join(" ", new[] { Sentence("Training", training), Sentence("Validation", validation) }.OfType<string>());

        string? Sentence(string rows, Func<EpochResult, double?> value) =>
            value(history.Epochs[0]) is { } first && value(history.Epochs[^1]) is { } last
                ? Invariant($"{rows} {what} goes from {ReportNumbers.Short(first)} in epoch {history.Epochs[0].Epoch} to ")
                    + Invariant($"{ReportNumbers.Short(last)} in epoch {history.Epochs[^1].Epoch}.")
                : null;
    }
}
