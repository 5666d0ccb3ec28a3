using System.Diagnostics;

namespace OnnxTrain.Cli.Tests;

/// <summary><c>--checkpoint</c> and <c>--resume</c>.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Kills = 20;

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// SIGKILL leaves a process no time for anything. A sitting is killed at a random moment after it has kept something new.
    /// </summary>
    [Fact]
    public void A_run_that_is_killed_twenty_times_writes_the_same_file()
    {
        _folder.Write("points.csv", Tables.Points(200));
        var whole = Train("whole.onnx", "whole");
        Assert.True(whole.ExitCode == 0, whole.Error);
        var random = new Random(1);
        var checkpoint = Path.Combine(_folder.Root, "cut", CheckpointOptions.FileName);
        var kills = 0;
        for (; kills < Kills; kills++)
        {
            using var process = ToolProcess.Start(_folder.Root, Arguments("cut.onnx", "cut"));
            var before = Written(checkpoint);
            while (!process.HasExited && Written(checkpoint) == before) Thread.Sleep(1);
            Thread.Sleep(random.Next(40));
            if (process.HasExited) break;
            process.Kill();
            process.WaitForExit();
        }

        Assert.Equal(Kills, kills);
        var last = Train("cut.onnx", "cut");
        Assert.True(last.ExitCode == 0, last.Error);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_folder.Root, "whole.onnx")), File.ReadAllBytes(Path.Combine(_folder.Root, "cut.onnx")));
        Assert.Equal([checkpoint], Directory.GetFiles(Path.GetDirectoryName(checkpoint)!));
    }

    [Fact]
    public void An_interrupt_keeps_the_run_and_says_how_to_go_on()
    {
        if (OperatingSystem.IsWindows()) return;
        _folder.Write("points.csv", Tables.Points());
        string[] arguments =
        [
            "train", "points.csv", "--target", "big", "--epochs", "1000000", "--patience", "0", "--checkpoint", "run", "--resume",
        ];
        using var process = ToolProcess.Start(_folder.Root, arguments);
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("epoch", StringComparison.Ordinal))
        {
        }

        using var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]);
        interrupt.WaitForExit();
        var run = ToolProcess.Finish(process);
        Assert.Equal(ExitCode.Cancelled, run.ExitCode);
        Assert.Contains("--resume continues the run", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Root, "run", CheckpointOptions.FileName)));
    }

    [Fact]
    public void An_earlier_run_is_not_overwritten()
    {
        _folder.Write("points.csv", Tables.Points());
        string[] arguments =
        [
            "train", "points.csv", "--target", "big", "--epochs", "3", "--checkpoint", Path.Combine(_folder.Root, "run"), "--output",
            Path.Combine(_folder.Root, "a.onnx"),
        ];
        arguments[1] = Path.Combine(_folder.Root, "points.csv");
        Assert.Equal(0, ToolRun.Of(arguments).ExitCode);
        ToolRun.Of(arguments).Refuses("--resume continues it");
        var again = ToolRun.Of([.. arguments, "--resume"]);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("continues after 3 epochs", again.Output, StringComparison.Ordinal);
        ToolRun.Of([.. arguments, "--resume", "--learning-rate", "0.5"]).Refuses("its learning rate is 0.002; here it is 0.5");
    }

    [Theory]
    [InlineData("--resume")]
    [InlineData("--checkpoint-every", "3")]
    public void Options_of_a_checkpoint_need_one(params string[] options)
    {
        var path = _folder.Write("points.csv", Tables.Points());
        ToolRun.Of(["train", path, "--target", "big", .. options]).Refuses("--checkpoint FOLDER");
    }

    private ToolRun Train(string output, string checkpoint)
    {
        using var process = ToolProcess.Start(_folder.Root, Arguments(output, checkpoint));
        return ToolProcess.Finish(process);
    }

    private static string[] Arguments(string output, string checkpoint) =>
    [
        "train", "points.csv", "--target", "big", "--epochs", "150", "--patience", "0", "--dropout", "0.2", "--output", output,
        "--checkpoint", checkpoint, "--checkpoint-every", "0", "--resume",
    ];

    private static DateTime? Written(string path) => File.Exists(path) ? File.GetLastWriteTimeUtc(path) : null;
}
