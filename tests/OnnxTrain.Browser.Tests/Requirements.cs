using System.ComponentModel;
using System.Diagnostics;

namespace OnnxTrain.Browser.Tests;

/// <summary>What the tests need besides .NET: Chromium, and the npm packages of the example.</summary>
internal static class Requirements
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly Lazy<string?> LazyMissing = new(FindMissing);

    public static string Root { get; } = FindRoot();

    public static string Example { get; } = Path.Combine(Root, "examples", "TrainInBrowser");

    /// <summary>The browser's program; null where there is none.</summary>
    /// <remarks>Some systems have a program of that name that says only where to get it.</remarks>
    public static string? Chromium { get; } =
        FindProgram("chromium", "chromium-browser", "google-chrome", "google-chrome-stable") is { } path && Succeeds(path, "--version")
            ? path
            : null;

    /// <summary>
    /// What is not here and cannot be had; null where all is. Packages that are not here are fetched, which takes a few seconds once.
    /// </summary>
    public static string? Missing => LazyMissing.Value;

    private static string? FindMissing()
    {
        if (Chromium is null)
            return "No Chromium that runs was found in PATH: apt install chromium.";
        if (Directory.Exists(Path.Combine(Example, "node_modules", "onnxruntime-web")))
            return null;
        if (FindProgram("npm") is not { } npm)
            return "The example's packages are not here, and no npm in PATH to fetch them: apt install npm.";
        return Succeeds(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            ? null
            : $"npm could not fetch the example's packages: cd {Example} && npm ci";
    }

    /// <summary>Runs a program in the example's folder.</summary>
    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Example })!;
            if (process.WaitForExit(Patience)) return process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static string? FindProgram(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            {
                if (Path.Combine(folder, name) is var path && File.Exists(path)) return path;
            }
        }

        return null;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "OnnxTrain.sln")))
            folder =
                Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No folder above the tests holds OnnxTrain.sln.");
        return folder;
    }
}
