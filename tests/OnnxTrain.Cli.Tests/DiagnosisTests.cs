using System.Xml.Linq;
using Spectre.Console;

namespace OnnxTrain.Cli.Tests;

public sealed class DiagnosisTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_report_tells_of_training_predictions_data_and_verification()
    {
        var data = _folder.Write("a & b.csv", Tables.Points(80));

        var run = Train(data, "big", "--epochs", "3", "--report", _folder["report.html"]).Succeeds();

        Assert.Contains("Report", run.Output, StringComparison.Ordinal);
        Assert.Equal(["a & b.csv", "model.onnx", "report.html"], _folder.Files);
        var page = Report();
        Assert.Equal("a & b.csv: big", page.Descendants("h1").Single().Value);
        Assert.Equal(
            ["summary", "course", "predictions", "network", "layers", "data", "verification", "settings"],
            page.Descendants("section").Select(s => s.Attribute("id")!.Value));
        Assert.Contains(page.Descendants("svg"), s => s.Element("title")?.Value == "Confusion matrix");
        Assert.Contains("Verified: ", Section(page, "verification"), StringComparison.Ordinal);
        Assert.Contains("colour", Section(page, "data"), StringComparison.Ordinal);
        Assert.Contains("linear1.weight", Section(page, "layers"), StringComparison.Ordinal);
        Assert.StartsWith("onnxtrain train '", page.Descendants("code").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_is_reported_by_its_residuals()
    {
        Train(Tables.Diabetes, "progression", "--epochs", "2", "--report", _folder["report.html"]).Succeeds();

        Assert.Contains(Report().Descendants("svg"), s => s.Element("title")?.Value == "Histogram of the residuals");
    }

    [Fact]
    public void The_file_is_the_same_to_the_byte_with_and_without_a_report()
    {
        var data = _folder.Write("d.csv", Tables.Points(80));
        Train(data, "big", "--epochs", "3").Succeeds();
        var plain = File.ReadAllBytes(_folder["model.onnx"]);

        Train(data, "big", "--epochs", "3", "--report", _folder["report.html"], "--tensorboard", _folder["runs"]).Succeeds();

        Assert.Equal(plain, File.ReadAllBytes(_folder["model.onnx"]));
    }

    [Fact]
    public void A_run_that_diverged_is_reported_too()
    {
        var run = Train(
            _folder.Write("d.csv", Tables.Points(80)), "big", "--optimizer", "sgd", "--learning-rate", "1e30", "--report",
            _folder["report.html"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("the loss diverged", Section(Report(), "summary"), StringComparison.Ordinal);
        Assert.DoesNotContain(Report().Descendants("section"), s => s.Attribute("id")!.Value == "predictions");
    }

    [Fact]
    public void The_verdict_names_the_file_that_was_asked_for()
    {
        Train(_folder.Write("d.csv", Tables.Points(80)), "big", "--epochs", "2", "--report", _folder["report.html"]).Succeeds();

        Assert.Contains(
            "model.onnx computes",
            Report().Descendants("section").Single(s => s.Attribute("id")!.Value == "verification").Value,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_ensemble_is_reported_without_a_course()
    {
        Train(_folder.Write("d.csv", Tables.Points(80)), "big", "--epochs", "2", "--ensemble", "2", "--report", _folder["report.html"])
            .Succeeds();

        Assert.Equal(
            ["summary", "predictions", "network", "data", "verification", "settings"],
            Report().Descendants("section").Select(s => s.Attribute("id")!.Value));
    }

    [Theory]
    [InlineData("report.txt", ".html")]
    [InlineData("d.csv", "would be overwritten")]
    [InlineData("none/report.html", "there is no folder")]
    public void A_name_that_will_not_do_is_refused_before_training(string name, string words)
    {
        var data = _folder.Write("d.csv", Tables.Points());

        Train(data, "big", "--report", _folder[name]).Refuses(words);

        Assert.Equal(["d.csv"], _folder.Files);
    }

    [Fact]
    public void Events_are_written_for_TensorBoard()
    {
        var run = Train(_folder.Write("d.csv", Tables.Points()), "big", "--epochs", "2", "--tensorboard", _folder["runs/1"]).Succeeds();

        Assert.Contains("events for TensorBoard", run.Output, StringComparison.Ordinal);
        var file = Assert.Single(Directory.GetFiles(_folder["runs/1"]));
        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(file), StringComparison.Ordinal);
        var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file));
        foreach (
            var tag in (string[])
                ["loss/training", "loss/validation", "accuracy/validation", "gradient_norm/linear3.bias", "dead_units/activation2"])
            Assert.Equal(2, text.Split(tag).Length - 1);
    }

    [Fact]
    public void Rates_are_tested_and_nothing_is_written()
    {
        var run = ToolRun.Of("rates", Tables.Penguins, "--target", "species").Succeeds();

        var rate = double.Parse(run.Output.Split("--learning-rate ")[1].Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(rate, 1e-4, 0.1);
        Assert.Contains("until the loss exploded", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Rates_need_a_target() => ToolRun.Of("rates", Tables.Iris).Refuses("Which column");

    [Fact]
    public void Advice_follows_the_result()
    {
        var run = Train(Tables.Iris, "species", "--epochs", "3", "--patience", "0", "--learning-rate", "1e-4").Succeeds();

        Assert.DoesNotContain("Advice", run.Output, StringComparison.Ordinal); // of three epochs there is nothing to say
        Assert.Contains(
            "still falling", Train(Tables.Iris, "species", "--epochs", "8", "--patience", "0", "--learning-rate", "1e-3").Succeeds().Output,
            StringComparison.Ordinal);
    }

    // Left column: the foot; right column: from above the foot to the head. Dots 7 and 4, 5, 6.
    [Fact]
    public void A_rise_is_drawn_in_dots()
    {
        var chart = new BrailleChart(1, 1, [0, 1]);
        chart.Draw([0, 1], 0);

        Assert.Equal(("⡸", 0), Assert.Single(chart.Line(0)));
    }

    [Fact]
    public void Gaps_and_flat_courses_are_drawn()
    {
        var chart = new BrailleChart(4, 2, [5]);
        chart.Draw([5, 5, 5, 5, 5, 5, 5, 5], 1);
        Assert.Contains(Enumerable.Range(0, 2), line => chart.Line(line).SequenceEqual([(chart.Line(line).First().Text, 1)]));

        var gap = new BrailleChart(2, 1, [1]);
        gap.Draw([1, 1, double.NaN, double.NaN], 0);
        Assert.Equal([0, -1], gap.Line(0).Select(run => run.Series));
    }

    [Theory]
    [InlineData(34)]
    [InlineData(60)]
    [InlineData(200)]
    public void The_losses_fit_the_terminal(int width)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(
            new()
            {
                Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors,
            });
        console.Profile.Width = width;
        EpochResult[] epochs = [.. Enumerable.Range(1, 500).Select(e => new EpochResult(e, 1.0 / e, null, 2.0 / e, null, 1, 1, 1))];

        Assert.True(LossChart.Fits(console, epochs));
        LossChart.Write(console, epochs, () => console.Write("\n"));

        var lines = writer.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(LossChart.Height, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 10, width - 1));
        Assert.Matches("training, .*validation", lines[^1]);
    }

    [Fact]
    public void A_command_line_is_quoted_for_a_shell() =>
        Assert.Equal(
            "onnxtrain train 'my data.csv' --target 'it'\\''s' --hidden 64,32 ''",
            CommandLineText.Of(["train", "my data.csv", "--target", "it's", "--hidden", "64,32", ""]));

    private static string Section(XElement page, string id) =>
        page.Descendants("section").Single(s => s.Attribute("id")!.Value == id).Value;

    private XElement Report() => XElement.Parse(File.ReadAllText(_folder["report.html"])["<!DOCTYPE html>".Length..]);

    private ToolRun Train(string data, string target, params string[] options) =>
        ToolRun.Of(["train", data, "--target", target, "--output", _folder["model.onnx"], .. options]);
}
