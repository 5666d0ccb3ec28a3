using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>How well each of several targets is predicted.</summary>
internal static class TargetSection
{
    public static IReadOnlyList<XElement> Of(TrainingReport report) => [.. report.Targets.SelectMany((target, i) => Of(report, target, i))];

    private static IEnumerable<XElement> Of(TrainingReport report, ReportTarget target, int index)
    {
        var alone = new TrainingReport(report.Title)
        {
            Predictions = target.Predictions, PredictedRows = report.PredictedRows, Classes = target.Classes ?? [], Target = target.Name,
        };
        var content = target.Predictions.IsClassification ? ClassSection.Of(alone) : NumberSection.Of(alone);
        foreach (var element in content) MakeOwn(element, index);
        return [Html.Element("h3", Html.Text(target.Name)), .. content];
    }

    /// <summary>The pictures of targets are alike; each gets names of its own.</summary>
    private static void MakeOwn(XElement content, int index)
    {
        foreach (var attribute in content.DescendantsAndSelf().Attributes())
        {
            if (attribute.Name.LocalName is "id" or "aria-labelledby")
                attribute.Value = string.Join(' ', attribute.Value.Split(' ').Select(id => Invariant($"target{index}-{id}")));
        }
    }
}
