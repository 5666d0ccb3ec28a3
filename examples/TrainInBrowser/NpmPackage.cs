using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

/// <summary>A package that a folder's <c>package.json</c> pins. npm fetches it where it is not there yet.</summary>
internal sealed class NpmPackage(string project, string name)
{
    private string Folder => Path.Combine(project, "node_modules", name);

    /// <summary>Copies files of the package's <c>dist</c>.</summary>
    /// <exception cref="IOException">The package is not there and cannot be fetched.</exception>
    public void CopyTo(string folder, IEnumerable<string> files)
    {
        if (!IsThere) Install();
        Directory.CreateDirectory(folder);
        foreach (var file in files) File.Copy(Path.Combine(Folder, "dist", file), Path.Combine(folder, file), overwrite: true);
    }

    private bool IsThere =>
        Path.Combine(Folder, "package.json") is var manifest
        && File.Exists(manifest)
        && Text(manifest, "version") == Text(Path.Combine(project, "package.json"), "dependencies", name);

    private void Install()
    {
        Console.WriteLine($"{name} is not here yet: npm fetches it into {project}");
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = project }
            )!;
            process.WaitForExit();
            if (process.ExitCode != 0 || !IsThere)
                throw new IOException($"npm could not fetch {name}; its message is above. To try again: cd {project} && npm ci");
        }
        catch (Win32Exception)
        {
            throw new IOException(
                $"{name} is fetched by npm, which was not found: install Node.js (https://nodejs.org, or apt install npm) and run this "
                    + "again.");
        }
    }

    private static string? Text(string path, params ReadOnlySpan<string> keys)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var element = json.RootElement;
        foreach (var key in keys) element = element.GetProperty(key);
        return element.GetString();
    }
}
