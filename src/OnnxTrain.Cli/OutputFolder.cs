using System.Collections.Concurrent;

namespace OnnxTrain.Cli;

/// <summary>
/// A folder whose files appear under their names only when all of them are whole and right: they are written beside it, or in a folder
/// within it, and then moved.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private static readonly ConcurrentDictionary<string, bool> Unfinished = new();

    private readonly string _target;

    private OutputFolder(string path, string target, string temporary) => (Path, _target, TemporaryPath) = (path, target, temporary);

    /// <summary>The name as the user gave it.</summary>
    public string Path { get; }

    /// <summary>Where to write.</summary>
    public string TemporaryPath { get; }

    /// <summary>Claims a folder, and finds out before any work whether files can be written to it.</summary>
    /// <param name="path">The folder; made if it is missing.</param>
    /// <param name="sources">Files and folders that are read and must not be overwritten.</param>
    /// <param name="names">The files that are going to be in it.</param>
    /// <exception cref="ToolException">They cannot.</exception>
    public static OutputFolder Claim(string path, IEnumerable<string> sources, IReadOnlyList<string> names)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new ToolException("The name of the output folder is empty.");
        var target = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (File.Exists(target)) throw new ToolException($"'{path}' is a file.", "Choose the name of a folder.");
        var parent = System.IO.Path.GetDirectoryName(target);
        if (parent is null || !Directory.Exists(parent))
            throw new ToolException($"'{path}' cannot be written: there is no folder '{parent}'.", "Create the folder, or choose another.");
        string[] written = [target, .. names.Select(name => OutputFile.Resolve(System.IO.Path.Combine(target, name)))];
        if (
            sources.FirstOrDefault(source => written.Contains(System.IO.Path.TrimEndingDirectorySeparator(OutputFile.Resolve(source)))) is
            { } source)
            throw new ToolException($"'{source}' is read and would be overwritten.", "Choose another folder for the output.");
        if (names.Select(name => System.IO.Path.Combine(target, name)).FirstOrDefault(Directory.Exists) is { } folder)
            throw new ToolException(
                $"'{folder}' is a folder, and a file of this name is to be written.", "Choose another folder for the output.");
        var home = Directory.Exists(target) ? target : parent;
        var output = new OutputFolder(
            path, target, System.IO.Path.Combine(home, $".{System.IO.Path.GetFileName(target)}.{Environment.ProcessId}"));
        OutputFile.Rename(output.TemporaryPath, path);
        try
        {
            Unfinished[output.TemporaryPath] = true;
            Directory.CreateDirectory(output.TemporaryPath);
            return output;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Unfinished.TryRemove(output.TemporaryPath, out _);
            throw new ToolException($"'{path}' cannot be written: {OutputFile.Reason(e)}.", "Choose a folder with write permission.", e);
        }
    }

    /// <summary>Gives the finished files their names.</summary>
    /// <param name="names">The files, in the order in which they appear.</param>
    public void Commit(IReadOnlyList<string> names)
    {
        if (!Directory.Exists(_target))
        {
            Directory.Move(TemporaryPath, _target);
            return;
        }

        foreach (var name in names)
            File.Move(System.IO.Path.Combine(TemporaryPath, name), System.IO.Path.Combine(_target, name), overwrite: true);
    }

    public void Dispose()
    {
        if (Directory.Exists(TemporaryPath)) Directory.Delete(TemporaryPath, recursive: true);
        Unfinished.TryRemove(TemporaryPath, out _);
    }

    /// <summary>Removes what a process that ends now would leave behind.</summary>
    public static void DeleteUnfinished()
    {
        foreach (var path in Unfinished.Keys)
        {
            try
            {
                if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The process ends; there is nobody to tell.
            }
        }
    }
}
