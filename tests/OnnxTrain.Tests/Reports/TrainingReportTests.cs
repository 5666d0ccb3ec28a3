using System.Xml.Linq;
using static OnnxTrain.Tests.Reports.SampleReports;

namespace OnnxTrain.Tests.Reports;

public sealed class TrainingReportTests
{
    const string Nasty = SampleReports.Nasty;

    public static TheoryData<string> Kinds =>
        [
            "empty", "history", "one epoch", "diverged", "classes", "two classes", "forty classes", "hundred classes", "confused classes",
            "numbers", "several targets", "curves of targets", "many numbers", "nasty", "deep",
        ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_is_one_well_formed_file_that_needs_nothing(string kind)
    {
        var html = Report(kind).ToHtml();
        var page = Parse(html);

        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", html, StringComparison.Ordinal);
        foreach (var word in (string[])["http", "<script", "<link", "<img", "@import", "url(", "NaN", "Infinity", "∞", "&#x"])
            Assert.DoesNotContain(word, html.Replace(Escaped(Nasty), "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        string[] ids = [.. page.Descendants().Attributes("id").Select(a => a.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(page.Descendants("a").Attributes("href"), href => Assert.Contains(href.Value[1..], ids));
        Assert.All(page.Descendants("section"), section => Assert.NotEmpty(section.Elements().Skip(1)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_picture_is_named_described_and_within_its_frame(string kind)
    {
        var page = Parse(Report(kind).ToHtml());

        Assert.All(
            page.Descendants("svg").Where(s => (string?)s.Attribute("role") == "img"),
            svg =>
            {
                Assert.False(string.IsNullOrWhiteSpace(svg.Element("title")!.Value));
                Assert.False(string.IsNullOrWhiteSpace(svg.Element("desc")!.Value));
                Assert.Equal(
                    $"{svg.Element("title")!.Attribute("id")!.Value} {svg.Element("desc")!.Attribute("id")!.Value}",
                    svg.Attribute("aria-labelledby")!.Value);
                double[] box = [.. svg.Attribute("viewBox")!.Value.Split(' ').Select(Number)];
                foreach (var attribute in svg.Descendants().Attributes())
                {
                    if (attribute.Name.LocalName is "x" or "x1" or "x2" or "cx")
                        Assert.InRange(Number(attribute.Value), 0, box[2]);
                    if (attribute.Name.LocalName is "y" or "y1" or "y2" or "cy")
                        Assert.InRange(Number(attribute.Value), 0, box[3]);
                    if (attribute.Name.LocalName is "width" or "height")
                        Assert.True(Number(attribute.Value) >= 0);
                }

                foreach (var point in svg.Descendants("polyline").SelectMany(p => p.Attribute("points")!.Value.Split(' ')))
                {
                    double[] place = [.. point.Split(',').Select(Number)];
                    Assert.InRange(place[0], 0, box[2]);
                    Assert.InRange(place[1], 0, box[3]);
                }
            });
        Assert.All(page.Descendants("figure"), f => Assert.False(string.IsNullOrWhiteSpace(f.Element("figcaption")!.Value)));
    }

    [Fact]
    public void Names_are_escaped_and_kept()
    {
        var page = Parse(Report("nasty").ToHtml());
        var shown = Nasty.Replace('\u0001', '\uFFFD');

        Assert.Equal(shown, page.Descendants("h1").Single().Value);
        Assert.Equal(shown, page.Descendants("code").Single().Value);
        Assert.Contains(page.Descendants("th"), th => th.Value == shown);
        Assert.Contains(page.Descendants("dd"), dd => dd.Value == shown);
    }

    [Fact]
    public void Each_metric_of_several_targets_has_a_curve_for_each_of_them()
    {
        var page = Parse(Report("curves of targets").ToHtml());
        foreach (var (heading, lines) in (ReadOnlySpan<(string, int)>)[("Loss", 3), ("Accuracy", 2), ("R²", 1)])
        {
            var figure = page.Descendants("figure").Single(f => f.Element("h3")!.Value == $"{heading} of targets");
            Assert.Equal(lines, figure.Element("svg")!.Elements("polyline").Count());
            Assert.Equal(lines, figure.Element("ul")!.Elements("li").Count());
        }
    }

    [Fact]
    public void The_confusion_matrix_shows_every_count()
    {
        var map = Parse(Report("classes").ToHtml()).Descendants("svg").Single(s => s.Element("title")?.Value == "Confusion matrix");

        Assert.Equal(9, map.Elements("rect").Count());
        Assert.Equal(["1", "1", "1", "1"], map.Elements("text").Where(t => (string?)t.Attribute("class") == "cell").Select(t => t.Value));
        Assert.Contains("1 of c as b", map.Element("desc")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_of_several_targets_has_its_pictures()
    {
        var page = Parse(Report("several targets").ToHtml());
        var predictions = page.Descendants("section").Single(s => (string?)s.Attribute("id") == "predictions");

        Assert.Equal(["kind", "price", "colour"], predictions.Elements("h3").Select(h => h.Value));
        Assert.Equal(2, predictions.Descendants("svg").Count(s => s.Element("title")?.Value == "Confusion matrix"));
        Assert.Single(predictions.Descendants("svg"), s => s.Element("title")?.Value == "Histogram of the residuals");
        Assert.Contains(page.Descendants("dt"), term => term.Value == "quality of price");
        Assert.Contains(page.Descendants("dd"), text => text.Value == "3 classes");
    }

    // (0.5, 0.5) is the middle of the frame.
    [Fact]
    public void A_curve_lies_where_its_numbers_say()
    {
        var chart = new Chart(ChartAxis.Linear("x", 0, 1), ChartAxis.Linear("y", 0, 1));
        chart.Line([(0, 0), (0.5, 0.5), (1, 1)], "s0");
        var svg = chart.ToSvg("c", "title", "description");
        var frame = svg.Elements("rect").Single(r => (string?)r.Attribute("class") == "frame");
        double left = Number(frame.Attribute("x")!.Value),
            top = Number(frame.Attribute("y")!.Value), width = Number(frame.Attribute("width")!.Value),
            height = Number(frame.Attribute("height")!.Value);

        double[][] points =
        [
            .. svg.Element("polyline")!.Attribute("points")!.Value.Split(' ').Select(p => p.Split(',').Select(Number).ToArray()),
        ];

        Assert.Equal([left, top + height], points[0]);
        Assert.Equal([left + (width / 2), top + (height / 2)], points[1]);
        Assert.Equal([left + width, top], points[2]);
    }

    [Theory]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(1, 300, "100 200 300")]
    [InlineData(-3, 7, "-2 0 2 4 6")]
    [InlineData(0, 25000, "0 5000 10,000 15,000 20,000 25,000")]
    [InlineData(0.01, 0.013, "0.010 0.011 0.012 0.013")]
    public void Ticks_are_round_numbers(double low, double high, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', ChartAxis.Linear("", low, high).Ticks.Select(t => t.Text)));

    [Fact]
    public void A_logarithmic_axis_has_powers_of_ten()
    {
        var axis = ChartAxis.Of("", [2e-5, 30], log: true);

        Assert.Equal(
            (1e-5, 100),
            (axis.Low, axis.High),
            (a, b) => Math.Abs((a.Item1 / b.Item1) - 1) < 1e-9 && Math.Abs((a.Item2 / b.Item2) - 1) < 1e-9);
        Assert.Equal(0.5, axis.Place(Math.Sqrt(1e-5 * 100)), 1e-9);
        Assert.Contains("10⁻⁵", axis.Ticks.Select(t => t.Text));
    }

    [Fact]
    public void It_is_written_whole_or_not_at_all()
    {
        var folder = Directory.CreateTempSubdirectory("onnxtrain-");
        try
        {
            var path = Path.Combine(folder.FullName, "report.html");
            File.WriteAllText(path, "old");
            Report("classes").Save(path);

            Assert.Equal(Report("classes").ToHtml(), File.ReadAllText(path));
            Assert.Single(folder.GetFiles());
            Assert.Throws<DirectoryNotFoundException>(() => Report("empty").Save(Path.Combine(folder.FullName, "none", "report.html")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
