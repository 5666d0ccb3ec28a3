namespace OnnxTrain.Cli.Tests;

/// <summary>A result besides the model that cannot be written does not cost the model: a warning, and an exit code of its own.</summary>
public sealed class SideOutputTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--history", "h.csv")]
    [InlineData("--report", "r.html")]
    [InlineData("--checkpoint", "")]
    public void A_folder_that_vanishes_during_training_costs_only_what_was_to_be_in_it(string option, string file)
    {
        var other = Directory.CreateDirectory(_folder["other"]).FullName;
        using var output = new ActingWriter("epoch", () => Directory.Delete(other, recursive: true));

        var run = ToolRun.Of(
            output, confirm: null, CancellationToken.None,
            "train", _folder.Write("points.csv", Tables.Points()), "--target", "big", "--output", _folder["m.onnx"], "--epochs", "3",
            "--hidden", "4", option, Path.Combine(other, file));

        Assert.Equal(ExitCode.Incomplete, run.ExitCode);
        Assert.Contains($"{option}: '{Path.Combine(other, file)}", run.Error, StringComparison.Ordinal);
        Assert.Contains("The model is complete.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing was changed", run.Error, StringComparison.Ordinal);
        Assert.Contains("Verified", run.Output, StringComparison.Ordinal);
        Assert.Equal("big", TabularModel.Load(_folder["m.onnx"]).Targets[0].Name);
    }

    [Fact]
    public void A_model_whose_folder_vanished_is_kept_elsewhere()
    {
        var other = Directory.CreateDirectory(_folder["other"]).FullName;
        using var output = OutputFile.Claim(Path.Combine(other, "m.onnx"));
        Directory.Delete(other);

        var result = new Exporter(output, new(), verify: null).Run(TabularModel.Classifier(CsvTable.Parse(Tables.Points()), "big"));

        Assert.False(result.IsDone);
        Assert.IsType<DirectoryNotFoundException>(result.Failure);
        Assert.Equal("big", TabularModel.Load(result.Unverified!).Targets[0].Name);
        Directory.Delete(Path.GetDirectoryName(result.Unverified)!, recursive: true);
    }

    /// <summary>Acts once, when a line with a word is written.</summary>
    private sealed class ActingWriter(string word, Action act) : StringWriter
    {
        private Action? _act = act;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(word, StringComparison.Ordinal) == true) Interlocked.Exchange(ref _act, null)?.Invoke();
        }
    }
}
