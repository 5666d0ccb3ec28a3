using System.Text;

namespace OnnxTrain.Cli.Tests;

/// <summary>Standard output that is closed or full loses no file, and a result that is lost is a failure.</summary>
public sealed class StandardWriterTests : IDisposable
{
    private const int NoSpace = 28;

    private readonly Folder _folder = new();

    public static TheoryData<Exception, string> Failures => new()
    {
        { new IOException("No space left on device", NoSpace), "No space left on device" },
        { new UnauthorizedAccessException("Access to the path is denied."), "it is closed" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_model_is_written_though_nothing_can_be_said(Exception failure, string reason)
    {
        var data = _folder.Write("d.csv", Tables.Points());

        var (code, error) = Run(failure, "train", data, "--target", "big", "--epochs", "2", "--output", _folder["m.onnx"]);

        Assert.Equal(3, code);
        Assert.Equal($"onnxtrain: Standard output could not be written: {reason}.\n           The file is complete.\n", error);
        ToolRun.Of("verify", _folder["m.onnx"], data).Succeeds();
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Results_that_are_lost_are_a_failure(Exception failure, string reason)
    {
        var data = _folder.Write("d.csv", Tables.Points());
        var model = _folder.Train(data, "big");
        string[][] commands = [["inspect", model], ["predict", model, data], ["evaluate", model, data], ["verify", model, data]];
        foreach (var command in commands)
        {
            var (code, error) = Run(failure, command);
            Assert.Equal((2, true), (code, error.Contains($"Standard output could not be written: {reason}.", StringComparison.Ordinal)));
        }

        Assert.Equal(3, Run(failure, "predict", model, data, "--output", _folder["p.csv"]).Code);
        Assert.Equal(File.ReadAllLines(data).Length, File.ReadAllLines(_folder["p.csv"]).Length);
    }

    /// <summary>A script that closes the streams of the process.</summary>
    [Theory]
    [InlineData(">&-", 3)]
    [InlineData("2>&-", 0)]
    [InlineData(">/dev/full", 3)]
    public void A_shell_may_close_streams(string streams, int code)
    {
        if (!OperatingSystem.IsLinux()) return;
        _folder.Write("d.csv", Tables.Points());

        using var process = ToolProcess.StartInShell(_folder.Root, streams, "train", "d.csv", "--target", "big", "--epochs", "2");
        var run = ToolProcess.Finish(process);

        Assert.True(run.ExitCode == code, $"{run.ExitCode}: {run.Error}");
        Assert.Equal(["d.csv", "d.onnx"], _folder.Files);
    }

    private static (int Code, string Error) Run(Exception failure, params string[] args)
    {
        var error = new StringWriter { NewLine = "\n" };
        var code = Tool.Run(args, Terminal.Of(new StandardWriter(new FailingWriter(failure)), error), CancellationToken.None);
        return (code, error.ToString());
    }

    private sealed class FailingWriter(Exception failure) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw failure;
    }
}
