using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>The main facts, and possible problems.</summary>
internal static class SummarySection
{
    public static IReadOnlyList<XElement> Of(TrainingReport report)
    {
        List<ReportFact> facts = [.. report.Summary];
        if (report.History is { } history)
            facts.Add(new("epochs", Course(history)));
        foreach (var target in report.Targets)
        {
            if (target.Predictions is not { } predictions) continue;
            var quality = string.Join(", ", Quality(predictions).Select(q => $"{q.Label} {q.Text}"));
            facts.Add(new(report.Targets.Count > 1 ? $"quality of {target.Name}" : "quality", $"{quality} on {report.PredictedRows}"));
        }

        if (report.Verification is { } verification)
            facts.Add(new("file", verification.IsEquivalent ? "verified in ONNX Runtime" : "not verified in ONNX Runtime"));
        var content = new List<XElement>();
        if (facts.Count > 0) content.Add(Html.Facts(facts));
        if (report.History is { } course && TrainingAdvice.Of(course, report.EpochsAreChosen) is { Count: > 0 } advice)
        {
            content.Add(Html.Element("h3", "What to try"));
            content.Add(Html.Element("ul", Html.Class("advice"), advice.Select(a => Html.Element("li", Html.Prose(a.Text)))));
        }

        return content;
    }

    /// <summary>The metrics of the predictions' task.</summary>
    public static IEnumerable<ReportFact> Quality(Predictions predictions)
    {
        if (!predictions.IsClassification)
        {
            yield return new("R²", ReportNumbers.Short(new RSquared().Of(predictions)));
            yield return new("RMSE", ReportNumbers.Short(new Rmse().Of(predictions)));
            yield break;
        }

        yield return new("accuracy", ReportNumbers.Percent(new Accuracy().Of(predictions)));
        yield return new("log loss", ReportNumbers.Short(new LogLoss().Of(predictions)));
        if (new RocAuc().Of(predictions) is var area && double.IsFinite(area)) yield return new("ROC AUC", ReportNumbers.Short(area));
    }

    private static string Course(History history)
    {
        var epochs = history.Epochs.Count == 1 ? "1 epoch" : Invariant($"{history.Epochs.Count} epochs");
        var end = history.StopReason switch
        {
            StopReason.EarlyStopping => ", then stopped early",
            StopReason.Cancelled => ", then cancelled",
            StopReason.Diverged => ", then the loss diverged",
            StopReason.Callback => ", then stopped by a callback",
            StopReason.TimeLimit => ", then stopped by the time limit",
            _ => "",
        };
        return Invariant($"{epochs} in {history.Elapsed.TotalSeconds:0.0} s{end}; the lowest loss in epoch {history.BestEpoch}");
    }
}
