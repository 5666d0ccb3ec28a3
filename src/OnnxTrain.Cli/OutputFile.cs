using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>
/// A file that appears under its name only when it is whole: it is written beside it, then renamed over it. What was there
/// before stays until the last moment.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    /// <summary>A file of a process that is not found, which may run on another machine, is left alone for so long.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private static readonly ConcurrentDictionary<string, bool> Unfinished = new();

    /// <summary>What was asked for instead of each temporary name; kept to the end, for messages.</summary>
    private static readonly ConcurrentDictionary<string, string> Requested = new();

    private OutputFile(string path, string target, string temporary) =>
        (Path, Target, TemporaryPath) = (path, target, temporary);

    /// <summary>The name as the user gave it.</summary>
    public string Path { get; }

    /// <summary>The full name; of a link, that of the file it leads to.</summary>
    public string Target { get; }

    /// <summary>Where to write, with the extension of the name.</summary>
    public string TemporaryPath { get; }

    /// <summary>Claims a name, and finds out before any work whether it can be written.</summary>
    /// <param name="path">The name.</param>
    /// <param name="sources">Files that are read and must not be overwritten.</param>
    /// <exception cref="ToolException">It cannot.</exception>
    public static OutputFile Claim(string path, params string[] sources)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new ToolException("The name of the output file is empty.");
        var target = Resolve(path);
        if (sources.Any(source => Resolve(source) == target))
            throw new ToolException($"'{path}' is read and would be overwritten.", "Choose another name for the output.");
        var folder = System.IO.Path.GetDirectoryName(target);
        if (folder is null || Directory.Exists(target))
            throw new ToolException($"'{path}' is a folder.", "Add the name of a file to it.");
        if (!Directory.Exists(folder))
            throw new ToolException($"'{path}' cannot be written: there is no folder '{folder}'.", "Create the folder, or choose another.");
        if (target.StartsWith("/dev/", StringComparison.Ordinal))
            throw new ToolException($"'{path}' is a device, not a file.", "Choose the name of a file.");
        var name = $".{System.IO.Path.GetFileNameWithoutExtension(target)}.{Environment.ProcessId}{System.IO.Path.GetExtension(target)}";
        var file = new OutputFile(path, target, System.IO.Path.Combine(folder, name));
        Rename(file.TemporaryPath, path);
        file.DeleteAbandoned();
        file.CheckWritable();
        return file;
    }

    /// <summary>A message with the names that the user gave, where it has temporary ones.</summary>
    public static string WithRequestedNames(string message) =>
        Requested.Aggregate(message, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal));

    /// <summary>Gives the finished file its name.</summary>
    public void Commit() => File.Move(TemporaryPath, Target, overwrite: true);

    public void Dispose()
    {
        Delete(TemporaryPath);
        Unfinished.TryRemove(TemporaryPath, out _);
    }

    /// <summary>Removes what a process that ends now would leave behind.</summary>
    public static void DeleteUnfinished()
    {
        foreach (var path in Unfinished.Keys) Delete(path);
    }

    /// <summary>Deletes a file that is not wanted, if it is there and can be deleted.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is wrong with its folder is told by what was to be written there.
        }
    }

    /// <summary>Notes that messages are to say what was asked for in place of a temporary name.</summary>
    public static void Rename(string temporary, string requested) => Requested[temporary] = requested;

    /// <summary>The full name; of a link, that of the file it leads to.</summary>
    public static string Resolve(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }

    /// <summary>Removes what earlier processes left that were killed while they wrote this file.</summary>
    private void DeleteAbandoned()
    {
        try
        {
            var (start, end) = (
                $".{System.IO.Path.GetFileNameWithoutExtension(Target)}.", System.IO.Path.GetExtension(Target));
            foreach (var path in Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Target)!, $"{start}*{end}"))
            {
                var id = System.IO.Path.GetFileName(path)[start.Length..^end.Length];
                if (int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !IsAlive(process)
                    && DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > Abandoned)
                    Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be listed may still take the file.
        }
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private void CheckWritable()
    {
        try
        {
            Unfinished[TemporaryPath] = true;
            using var stream = new FileStream(TemporaryPath, FileMode.Create, FileAccess.Write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Unfinished.TryRemove(TemporaryPath, out _);
            throw new ToolException($"'{Path}' cannot be written: {Reason(e)}.", "Choose a folder with write permission.", e);
        }

        File.Delete(TemporaryPath);
        if (File.Exists(Target) && File.GetAttributes(Target).HasFlag(FileAttributes.ReadOnly))
            throw new ToolException($"'{Path}' cannot be written: it is read-only.", "Choose another name, or make the file writable.");
    }

    /// <summary>Why a file cannot be written, in a few words.</summary>
    public static string Reason(Exception e) =>
        e is UnauthorizedAccessException ? "access is denied" : WithRequestedNames(e.Message).TrimEnd('.');
}
