using System.Globalization;
using System.Text.RegularExpressions;

namespace OnnxTrain.Cli.Tests;

public sealed class SelectionTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folds_judge_and_choose_the_epochs_of_a_training_on_all_rows()
    {
        var run = Train("--folds", "4", "--epochs", "12", "--seed", "3").Succeeds();

        Assert.Contains("40 for training, none for validation", run.Output, StringComparison.Ordinal);
        Assert.Contains("Cross-validation  4 folds: accuracy", run.Output, StringComparison.Ordinal);
        var best = FoldRows(run).Select(row => int.Parse(row[^1], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(4, best.Count);
        var epochs = (int)Math.Floor(best.Average() + 0.5);
        Assert.Contains($"Result  {epochs} epoch", run.Output, StringComparison.Ordinal);
        Assert.Contains("those of the last", run.Output, StringComparison.Ordinal);
        Assert.Contains("Verified", run.Output, StringComparison.Ordinal);
        var model = TabularModel.Load(_folder["model.onnx"]);
        Assert.Equal("4", model.Metadata["cross_validation.folds"]);
        Assert.Equal($"{epochs}", model.Metadata["training.kept_epoch"]);
        var mean = FoldRows(run).Average(row => double.Parse(row[2], CultureInfo.InvariantCulture)) / 100;
        Assert.Equal(mean, double.Parse(model.Metadata["cross_validation.accuracy"], CultureInfo.InvariantCulture), 0.001);
    }

    /// <summary>Losses fall to the last of these six epochs, with folds or without them.</summary>
    [Theory]
    [InlineData(true, "--folds", "3")]
    [InlineData(false, "--validation", "0")]
    public void There_is_no_advice_against_the_epochs_that_folds_chose(bool areChosen, params string[] options)
    {
        var run = Train(["--epochs", "6", "--report", _folder["report.html"], .. options]).Succeeds();

        foreach (var text in (string[])[run.Output, File.ReadAllText(_folder["report.html"])])
            Assert.Equal(areChosen, !text.Contains("Train for longer", StringComparison.Ordinal));
        Assert.Contains("Result  6 epochs", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_has_the_score_of_the_folds()
    {
        Train("--folds", "3", "--epochs", "3", "--report", _folder["report.html"]).Succeeds();

        var mean = double.Parse(
            TabularModel.Load(_folder["model.onnx"]).Metadata["cross_validation.accuracy"], CultureInfo.InvariantCulture);
        Assert.Matches(
            $@"cross-validation(<[^>]*>|\s)*accuracy {Regex.Escape(Numbers.Metric("accuracy", mean))} ± [0-9.]+ %, 3 folds",
            File.ReadAllText(_folder["report.html"]));
    }

    [Fact]
    public void The_training_after_the_folds_is_the_one_that_as_many_epochs_give()
    {
        Train("--folds", "2", "--epochs", "5").Succeeds();
        var epochs = TabularModel.Load(_folder["model.onnx"]).Metadata["training.kept_epoch"];
        ToolRun
            .Of(
                "train", _folder["d.csv"], "--target", "big", "--validation", "0", "--patience", "0", "--epochs", epochs, "--output",
                _folder["plain.onnx"])
            .Succeeds();

        Assert.Equal(
            TabularModel.Load(_folder["plain.onnx"]).Trained.Snapshot(), TabularModel.Load(_folder["model.onnx"]).Trained.Snapshot());
    }

    [Theory]
    [InlineData("mean", "mean of the predictions")]
    [InlineData("vote", "majority vote", "--vote")]
    [InlineData("mean", "trained for so many on all 40 rows", "--folds", "3")]
    public void An_ensemble_is_verified_and_comes_back(string method, string words, params string[] options)
    {
        var run = Train(["--ensemble", "3", "--epochs", "4", .. options]).Succeeds();

        Assert.Contains("Ensemble  3 networks", run.Output, StringComparison.Ordinal);
        Assert.Contains(words, run.Output, StringComparison.Ordinal);
        Assert.Contains("Verified", run.Output, StringComparison.Ordinal);
        var model = TabularModel.Load(_folder["model.onnx"]);
        Assert.Equal("3", model.Metadata["ensemble.members"]);
        Assert.Equal(method, model.Metadata["ensemble.method"]);
        Assert.Equal(options.Contains("--folds"), model.Metadata.ContainsKey("cross_validation.folds"));
        ToolRun.Of("verify", _folder["model.onnx"], _folder["d.csv"]).Succeeds();
        Assert.Contains(
            "probability_yes", ToolRun.Of("predict", _folder["model.onnx"], _folder["d.csv"]).Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_file_whatever_the_threads()
    {
        string[] options = ["--folds", "3", "--ensemble", "2", "--epochs", "3", "--dropout", "0.2"];
        Train([.. options, "--threads", "1"]).Succeeds();
        var first = File.ReadAllBytes(_folder["model.onnx"]);
        Train([.. options, "--threads", "2"]).Succeeds();

        Assert.Equal(first, File.ReadAllBytes(_folder["model.onnx"]));
    }

    [Fact]
    public void A_column_without_values_in_a_fold_is_left_out_of_it()
    {
        var rows = string.Concat(
            Enumerable.Range(0, 20).Select(i => $"{i % 7},{(i < 2 ? "7" : "")}{(i == 1 ? "5" : "")},{(i % 2 == 0 ? "a" : "b")}\n"));

        ToolRun
            .Of(
                "train", _folder.Write("d.csv", $"x,seldom,class\n{rows}"), "--target", "class", "--folds", "10", "--epochs", "1",
                "--output", _folder["model.onnx"])
            .Succeeds();
    }

    [Theory]
    [InlineData("--vote is for an ensemble", "--vote")]
    [InlineData("there are no validation rows", "--folds", "3", "--validation", "0.1")]
    [InlineData("an ensemble has several", "--ensemble", "2", "--history", "h.csv")]
    [InlineData("--checkpoint saves one training, and --folds has several", "--folds", "2", "--checkpoint", "run")]
    [InlineData("--folds is '1'; expected a whole number, 2 or more", "--folds", "1")]
    [InlineData("--ensemble is '1'", "--ensemble", "1")]
    [InlineData("rows of the class 'no' of 'big'.", "--folds", "30")]
    public void What_makes_no_sense_is_refused(string message, params string[] options)
    {
        var run = Train(["--epochs", "1", .. options]);

        run.Refuses(message);
        Assert.DoesNotContain("Stratified", run.Error, StringComparison.Ordinal);
        Assert.Equal(["d.csv"], _folder.Files);
    }

    [Fact]
    public void Numbers_do_not_vote() =>
        ToolRun
            .Of(
                "train", Tables.Diabetes, "--target", "progression", "--ensemble", "2", "--vote", "--epochs", "1", "--output",
                _folder["m.onnx"])
            .Refuses("--vote chooses among classes, and 'progression' is a number");

    [Fact]
    public void A_loss_that_diverges_in_a_fold_says_what_to_try() =>
        Train("--folds", "2", "--learning-rate", "1e30", "--optimizer", "sgd").Refuses("no longer a finite number", "--learning-rate 0.02");

    [Fact]
    public void Ctrl_C_ends_the_folds_and_writes_nothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var data = _folder.Write("d.csv", Tables.Points());

        var run = ToolRun.Of(
            new StringWriter(), confirm: null, source.Token, "train", data, "--target", "big", "--folds", "2", "--output",
            _folder["model.onnx"]);

        Assert.Equal(130, run.ExitCode);
        Assert.Equal(["d.csv"], _folder.Files);
    }

    private static List<string[]> FoldRows(ToolRun run) =>
        [.. run.Output.Split('\n').SkipWhile(l => !l.StartsWith("  fold ", StringComparison.Ordinal)).Skip(1).TakeWhile(l => l.Length > 0)
            .Select(l => l.Replace(" %", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private ToolRun Train(params string[] options) =>
        ToolRun.Of(["train", _folder.Write("d.csv", Tables.Points()), "--target", "big", "--output", _folder["model.onnx"], .. options]);
}
