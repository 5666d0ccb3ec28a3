namespace OnnxTrain.Cli.Tests;

/// <summary>Stops after training: the model is not lost.</summary>
public sealed class StopTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_stop_of_the_evaluation_exports_and_verifies()
    {
        var run = Train([new(canceled: true), CancellationToken.None]);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("The evaluation was stopped", run.Output, StringComparison.Ordinal);
        Assert.Contains("Verified", run.Output, StringComparison.Ordinal);
        Assert.Equal(["m.onnx", "points.csv"], _folder.Files);
    }

    [Fact]
    public void A_stop_of_the_verification_keeps_the_file_unverified()
    {
        var run = Train([CancellationToken.None, new(canceled: true)]);

        Assert.Equal(ExitCode.Cancelled, run.ExitCode);
        Assert.Contains("m.unverified.onnx", run.Error, StringComparison.Ordinal);
        Assert.Equal(["m.unverified.onnx", "points.csv"], _folder.Files);
        Assert.Equal("big", TabularModel.Load(_folder["m.unverified.onnx"]).Targets[0].Name);
    }

    [Theory]
    [InlineData("20", "a sample of 20 of 40 rows")]
    [InlineData("40", " 40 rows in")]
    [InlineData("all", " 40 rows in")]
    public void So_many_rows_are_verified_as_are_asked_for(string rows, string words)
    {
        var run = Train([CancellationToken.None, CancellationToken.None], "--verify-rows", rows, "--validation", "0");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains(words, run.Output, StringComparison.Ordinal);
    }

    private ToolRun Train(CancellationToken[] stops, params string[] options)
    {
        var (output, error, next) = (new StringWriter(), new StringWriter(), 0);
        var terminal = Terminal.Of(output, error, nextStop: () => stops[next++]);
        var code = Tool.Run(
            [
                "train", _folder.Write("points.csv", Tables.Points()), "--target", "big", "--output", _folder["m.onnx"], "--epochs", "2",
                "--hidden", "4", .. options,
            ],
            terminal, CancellationToken.None);
        return new(code, output.ToString(), error.ToString());
    }
}
