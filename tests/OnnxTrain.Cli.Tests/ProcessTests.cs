using System.Diagnostics;

namespace OnnxTrain.Cli.Tests;

/// <summary>The tool as a process of its own: exit codes, streams, signals.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_default_output_is_named_for_the_data_in_the_current_folder()
    {
        var run = ToolProcess.Finish(Start("train", Tables.Iris, "--target", "species", "--epochs", "2", "--hidden", "4"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["iris.onnx"], _folder.Files);
        Assert.DoesNotContain('\e', run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Failures_go_to_standard_error_with_exit_code_2()
    {
        var run = ToolProcess.Finish(Start("train", "none.csv", "--target", "x"));

        run.Refuses("There is no file");
        Assert.Empty(run.Output);
    }

    [Fact]
    public void A_file_that_is_named_like_an_option_is_told_apart()
    {
        _folder.Write("-d.csv", Tables.Points());

        ToolProcess.Finish(Start("train", "-d.csv", "--target", "big")).Refuses("'-d.csv' begins with a hyphen", "./-d.csv");
    }

    [Fact]
    public void An_interrupt_stops_training_without_an_export()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = StartLongTraining();
        Send("INT", process);

        var run = ToolProcess.Finish(process);

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("Stopped", run.Error, StringComparison.Ordinal);
        Assert.Equal(["points.csv"], _folder.Files);
    }

    [Fact]
    public void An_interrupt_with_keep_best_exports()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = StartLongTraining("--keep-best");
        Send("INT", process);

        var run = ToolProcess.Finish(process);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["points.csv", "points.onnx"], _folder.Files);
    }

    /// <summary>
    /// What a shell keeps from the tool stays kept: Ctrl-C meant for another program does not stop a training in the background.
    /// </summary>
    [Fact]
    public void Where_the_shell_ignores_interrupts_a_request_to_terminate_stops_training()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = Begin(ToolProcess.StartDeafToInterrupts(_folder.Root, LongTraining()));

        Send("INT", process);
        Assert.False(process.WaitForExit(TimeSpan.FromSeconds(1)));
        Send("TERM", process);
        var run = ToolProcess.Finish(process);

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("Stopped", run.Error, StringComparison.Ordinal);
        Assert.Equal(["points.csv"], _folder.Files);
    }

    /// <summary>Training that has begun.</summary>
    private Process StartLongTraining(params string[] options) => Begin(Start(LongTraining(options)));

    private string[] LongTraining(params string[] options)
    {
        _folder.Write("points.csv", Tables.Points());
        return ["train", "points.csv", "--target", "big", "--epochs", "1000000", "--patience", "0", .. options];
    }

    private static Process Begin(Process process)
    {
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("epoch", StringComparison.Ordinal))
        {
        }

        return process;
    }

    private static void Send(string signal, Process process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    private Process Start(params string[] args) => ToolProcess.Start(_folder.Root, args);
}
