using System.Diagnostics;

namespace OnnxTrain.Cli.Tests;

/// <summary>Starts the tool as a process of its own.</summary>
internal static class ToolProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "OnnxTrain.Cli.dll");

    private static readonly Lazy<bool> EnvSetsSignals = new(() =>
    {
        try
        {
            using var probe = Process.Start(
                new ProcessStartInfo("env", ["--default-signal=INT", "true"]) { RedirectStandardError = true }
            )!;
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    /// <summary>
    /// Starts the tool with an interrupt that is not ignored, though a shell may have started the tests so (in the background, under
    /// nohup).
    /// </summary>
    public static Process Start(string folder, params string[] args) =>
        EnvSetsSignals.Value
            ? StartProgram(folder, "env", ["--default-signal=INT", "dotnet", Tool, .. args])
            : StartProgram(folder, "dotnet", [Tool, .. args]);

    /// <summary>Starts the tool as a script's background does: with interrupts ignored.</summary>
    public static Process StartDeafToInterrupts(string folder, params string[] args) =>
        StartProgram(folder, "sh", ["-c", "trap '' INT; exec \"$@\"", "sh", "dotnet", Tool, .. args]);

    /// <summary>Starts the tool with streams that a shell redirects or closes.</summary>
    public static Process StartInShell(string folder, string streams, params string[] args) =>
        StartProgram(folder, "sh", ["-c", $"exec \"$@\" {streams}", "sh", "dotnet", Tool, .. args]);

    private static Process StartProgram(string folder, string program, string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        return Process.Start(start)!;
    }

    public static ToolRun Finish(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience)) process.Kill();
        return new(process.ExitCode, output.Result, error.Result);
    }
}
