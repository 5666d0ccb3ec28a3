using static OnnxTrain.Tests.Reports.SampleReports;

namespace OnnxTrain.Tests.Reports;

public sealed class ReportReadabilityTests
{
    // Class 1 is predicted as class 0 for three of four rows, so that its recall is 1/4 and the precision of class 0 is 1/4.
    [Fact]
    public void Many_classes_have_a_list_of_confusions_and_the_worst_classes_first()
    {
        var page = Parse(Report("confused classes").ToHtml());
        var tables = page.Descendants("section").Single(s => (string?)s.Attribute("id") == "predictions").Descendants("table").ToList();

        Assert.DoesNotContain(page.Descendants("svg"), s => s.Element("title")?.Value == "Confusion matrix");
        Assert.Equal(["1", "0", "3", "75.0 %"], tables[0].Element("tbody")!.Elements("tr").Single().Elements().Select(cell => cell.Value));
        var rows = tables[1].Element("tbody")!.Elements("tr").Select(tr => tr.Elements().Take(4).Select(cell => cell.Value)).ToList();
        Assert.Equal(30, rows.Count);
        Assert.Equal(["1", "4", "100.0 %", "25.0 %"], rows.Single(r => r.First() == "1"));
        Assert.Equal(["0", "1", "25.0 %", "100.0 %"], rows.Single(r => r.First() == "0"));
        Assert.Equal(["0", "1"], rows.Take(2).Select(r => r.First()).Order());
        Assert.All(rows.Skip(2), r => Assert.Equal(["1", "100.0 %", "100.0 %"], r.Skip(1)));
    }

    [Fact]
    public void Names_of_options_dates_and_small_numbers_stay_on_one_line()
    {
        const string command = "onnxtrain train my-data.csv --learning-rate 1e-3 -o a-b.onnx", note = "a --x-y b, 2024-03-01 or 1.5e-05";
        var page = Parse(new TrainingReport("t") { Command = command, Summary = [new("note", note)] }.ToHtml());
        var (code, fact) = (page.Descendants("code").Single(), page.Descendants("dd").Single());

        Assert.Equal((command, note), (code.Value, fact.Value));
        Assert.Equal(["--learning-rate", "1e-3", "-o"], code.Elements("span").Select(span => span.Value));
        Assert.Equal(["--x-y", "2024-03-01", "1.5e-05"], fact.Elements("span").Select(span => span.Value));
        Assert.All(page.Descendants("span"), span => Assert.Equal("whole", (string?)span.Attribute("class")));
    }
}
