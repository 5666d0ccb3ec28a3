using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>The document: header, all sections with content, footer.</summary>
internal static class ReportPage
{
    public static string Write(TrainingReport report)
    {
        (string Id, string Title, IReadOnlyList<XElement> Content)[] sections =
        [
            ("summary", "Summary", SummarySection.Of(report)),
            ("course", "Training curves", CourseSection.Of(report)),
            ("predictions", "Predictions", Predictions(report)),
            ("images", "Images", PictureSection.Of(report)),
            ("network", "Network", NetworkSection.Of(report)),
            ("layers", "Layers", LayerSection.Of(report)),
            ("data", "Data", DataSection.Of(report)),
            ("verification", "Verification", Verification(report)),
            ("settings", "Settings", Settings(report)),
        ];
        sections = [.. sections.Where(s => s.Content.Count > 0)];
        var page = Html.Element(
            "html", Html.Attribute("lang", "en"),
            Html.Element(
                "head",
                Html.Empty("meta", Html.Attribute("charset", "utf-8")),
                Html.Empty("meta", Html.Attribute("name", "viewport"), Html.Attribute("content", "width=device-width, initial-scale=1")),
                Html.Empty("meta", Html.Attribute("name", "color-scheme"), Html.Attribute("content", "light dark")),
                Html.Element("title", Html.Text(report.Title)),
                Html.Element("style", ReportStyle.Css)),
            Html.Element(
                "body",
                Html.Element(
                    "header",
                    Html.Element("h1", Html.Text(report.Title)),
                    Html.Element(
                        "nav", Html.Attribute("aria-label", "Sections"),
                        Html.Element(
                            "ul",
                            sections.Select(s => Html.Element("li", Html.Element("a", Html.Attribute("href", $"#{s.Id}"), s.Title)))))),
                Html.Element(
                    "main",
                    sections.Select(s => Html.Element("section", Html.Attribute("id", s.Id), Html.Element("h2", s.Title), s.Content))),
                Html.Element("footer", $"Written by OnnxTrain {typeof(ReportPage).Assembly.GetName().Version?.ToString(3)}.")));
        return $"<!DOCTYPE html>\n{page.ToString(SaveOptions.DisableFormatting)}\n";
    }

    private static List<XElement> Predictions(TrainingReport report)
    {
        var content = new List<XElement>();
        foreach (var target in report.Targets)
        {
            if (target.Predictions is not { } predictions) continue;
            if (content.Count == 0) content.Add(Html.Paragraph($"On {report.PredictedRows}."));
            if (report.Targets.Count > 1) content.Add(Html.Element("h3", Html.Text(target.Name)));
            var suffix = content.Count > 2 ? Invariant($"-{content.Count}") : "";
            content.AddRange(
                predictions.IsClassification
                    ? ClassSection.Of(predictions, target.Classes, suffix)
                    : NumberSection.Of(predictions, target.Name, suffix));
        }

        return content;
    }

    private static List<XElement> Verification(TrainingReport report)
    {
        if (report.Verification is not { } verification) return [];
        return
        [
            Html.Element(
                "p",
                Html.Element(
                    "span", Html.Class(verification.IsEquivalent ? "good" : "bad"),
                    verification.IsEquivalent ? "Verified: " : "Not verified: "),
                Html.Prose(verification.Summary)),
            .. verification.Facts.Count > 0 ? (IEnumerable<XElement>)[Html.Facts(verification.Facts)] : [],
        ];
    }

    private static List<XElement> Settings(TrainingReport report)
    {
        var content = new List<XElement>();
        if (report.Settings.Count > 0) content.Add(Html.Facts(report.Settings));
        if (report.Command is not { } command) return content;
        content.Add(Html.Paragraph("The same data and this command give the same file, byte by byte, with any number of threads:"));
        content.Add(Html.Element("pre", Html.Element("code", Html.Prose(command))));
        return content;
    }
}
