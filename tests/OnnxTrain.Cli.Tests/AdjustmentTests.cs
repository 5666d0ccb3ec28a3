using System.Globalization;

namespace OnnxTrain.Cli.Tests;

/// <summary><c>--calibrate</c> and <c>--threshold</c>: what ONNX Runtime computes with the file.</summary>
public sealed class AdjustmentTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_divides_the_logits_by_the_temperature_and_labels_by_the_threshold()
    {
        Train("plain.onnx").Succeeds();
        var output = Train("adjusted.onnx", "--calibrate", "--threshold", "0.3").Succeeds().Output;
        Assert.Contains("temperature ", output, StringComparison.Ordinal);
        Assert.Contains("'yes' from a probability of 0.3 on", output, StringComparison.Ordinal);

        var target = (ClassTarget)TabularModel.Load(_folder["adjusted.onnx"]).Targets[0];
        Assert.NotEqual(1, target.Temperature);
        var (plain, adjusted) = (Rows("plain.onnx"), Rows("adjusted.onnx"));
        var changed = 0;
        foreach (var (one, other) in plain.Zip(adjusted))
        {
            // Of two classes, log(p / (1 − p)) is the difference of the logits.
            var expected = 1 / (1 + Math.Exp(-Math.Log(one.Yes / (1 - one.Yes)) / target.Temperature));
            Assert.Equal(expected, other.Yes, 1e-5);
            Assert.Equal(other.Yes >= 0.3 ? "yes" : "no", other.Label);
            if (one.Label != other.Label) changed++;
        }

        Assert.NotEqual(0, changed);
        ToolRun.Of("verify", _folder["adjusted.onnx"], _folder["points.csv"]).Succeeds();
        Assert.Contains(
            "'yes' if its probability is at least 0.3", ToolRun.Of("inspect", _folder["adjusted.onnx"]).Succeeds().Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_training_run_and_evaluate_count_by_the_threshold()
    {
        Train("m.onnx", "--threshold", "f1").Succeeds();
        var rows = Rows("m.onnx");
        var big = CsvTable.Read(_folder["points.csv"])["big"];
        string[] truth = [.. Enumerable.Range(0, big.Count).Select(big.Text)];
        var right = rows.Zip(truth).Count(pair => pair.First.Label == pair.Second);
        var text = string.Create(CultureInfo.InvariantCulture, $"accuracy {100.0 * right / truth.Length:0.0} %");
        var output = ToolRun.Of("evaluate", _folder["m.onnx"], _folder["points.csv"]).Succeeds().Output;
        Assert.Contains(text, string.Join(' ', output.Split(' ', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_target_of_classes_is_calibrated_and_those_of_two_have_the_threshold()
    {
        ToolRun.Of(
            "train", Data(), "--target", "big", "--target", "colour", "--output", _folder["m.onnx"], "--epochs", "4", "--hidden", "4",
            "--calibrate", "--threshold", "0.4").Succeeds();
        Assert.All(TabularModel.Load(_folder["m.onnx"]).Targets.Cast<ClassTarget>(), target =>
        {
            Assert.NotEqual(1, target.Temperature);
            Assert.Equal(0.4f, target.Threshold);
        });
    }

    [Theory]
    [InlineData("--calibrate needs validation rows", "--calibrate", "--validation", "0")]
    [InlineData("--calibrate needs validation rows", "--calibrate", "--folds", "3")]
    [InlineData("--threshold needs validation rows", "--threshold", "f1", "--validation", "0")]
    [InlineData("--calibrate is for one network", "--calibrate", "--ensemble", "2")]
    [InlineData("--threshold changes labels", "--threshold", "0.4", "--labels", "none")]
    [InlineData("--threshold is '1.5'; expected accuracy", "--threshold", "1.5")]
    [InlineData("--threshold is 'rmse'; expected accuracy", "--threshold", "rmse")]
    public void What_makes_no_sense_is_refused(string words, params string[] options) => Train("m.onnx", options).Refuses(words);

    [Fact]
    public void Numbers_and_several_classes_are_refused()
    {
        ToolRun.Of("train", Data(), "--target", "x", "--calibrate").Refuses("--calibrate is for classes");
        ToolRun.Of("train", Tables.Iris, "--target", "species", "--threshold", "f1")
            .Refuses("--threshold is for two classes, and there are 3");
    }

    private List<(string Label, double Yes)> Rows(string model)
    {
        using var predictor = new OnnxPredictor(_folder[model]);
        return [.. predictor.Predict(CsvTable.Read(_folder["points.csv"])).Select(row => (row.Label!, (double)row.Probabilities[1]))];
    }

    private ToolRun Train(string output, params string[] options) => ToolRun.Of(
        ["train", Data(), "--target", "big", "--output", _folder[output], "--epochs", "10", "--hidden", "8", .. options]);

    private string Data() => _folder.Write("points.csv", Tables.Points(200));
}
