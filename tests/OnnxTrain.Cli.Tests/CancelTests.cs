namespace OnnxTrain.Cli.Tests;

/// <summary>Training that is stopped.</summary>
public sealed class CancelTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stopped_where_nobody_can_answer_nothing_is_exported()
    {
        var run = Train(confirm: null);

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("--keep-best", run.Error, StringComparison.Ordinal);
        Assert.Equal(["points.csv"], _folder.Files);
    }

    [Fact]
    public void Asked_the_best_weights_are_exported_and_verified()
    {
        string? question = null;

        var run = Train(q => (question = q) is not null).Succeeds();

        Assert.Contains("Export the weights of epoch", question, StringComparison.Ordinal);
        Assert.Contains("Verified", run.Output, StringComparison.Ordinal);
        Assert.Equal(["m.onnx", "points.csv"], _folder.Files);
    }

    [Fact]
    public void Declined_nothing_is_exported()
    {
        Assert.Equal(130, Train(_ => false).ExitCode);
        Assert.Equal(["points.csv"], _folder.Files);
    }

    [Fact]
    public void With_keep_best_nobody_is_asked_and_the_history_is_there()
    {
        Train(_ => throw new InvalidOperationException("asked"), "--keep-best", "--history", _folder["h.csv"]).Succeeds();

        Assert.Equal(["h.csv", "m.onnx", "points.csv"], _folder.Files);
    }

    [Fact]
    public void Stopped_before_the_first_epoch_there_is_nothing_to_ask()
    {
        var run = ToolRun.Of(
            new StringWriter(), _ => throw new InvalidOperationException("asked"), new CancellationToken(canceled: true),
            "train", _folder.Write("points.csv", Tables.Points()), "--target", "big", "--output", _folder["m.onnx"], "--keep-best");

        Assert.Equal(130, run.ExitCode);
        Assert.Equal(["points.csv"], _folder.Files);
    }

    private ToolRun Train(Func<string, bool>? confirm, params string[] options)
    {
        using var source = new CancellationTokenSource();
        using var output = new CancellingWriter(source);
        return ToolRun.Of(
            output, confirm, source.Token,
            [
                "train", _folder.Write("points.csv", Tables.Points()), "--target", "big", "--output", _folder["m.onnx"], "--epochs",
                "100000", "--patience", "0", "--hidden", "4",
                .. options,
            ]);
    }

    /// <summary>Presses Ctrl-C when the first epoch is told.</summary>
    private sealed class CancellingWriter(CancellationTokenSource source) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains("epoch", StringComparison.Ordinal) == true) source.Cancel();
        }
    }
}
