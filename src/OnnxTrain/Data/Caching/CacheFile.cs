using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>Opens a cache file that fits, or writes it: whole or not at all.</summary>
/// <param name="name">The name of what is cached, for messages.</param>
/// <param name="path">The file.</param>
/// <param name="fingerprint">What it is a copy of.</param>
/// <param name="memory">The most memory that files of this process may take.</param>
internal sealed class CacheFile(string name, string path, string fingerprint, long memory)
{
    /// <summary>The file.</summary>
    public string Path => path;

    private string Full => System.IO.Path.GetFullPath(path);

    private string Folder => System.IO.Path.GetDirectoryName(Full)!;

    /// <summary>Where the bytes go through on their way to the disk; the disk itself by default.</summary>
    public Func<Stream, Stream> Through { get; init; } = stream => stream;

    /// <param name="columns">The columns of the file.</param>
    /// <param name="write">Writes the rows, and returns the texts of coded columns.</param>
    /// <param name="info">Returns what else the file is to hold, when the rows are written.</param>
    /// <exception cref="DataException">The file cannot be written; nothing is left of it.</exception>
    public ArrowFile Write(
        ArrowColumn[] columns, Func<ArrowWriter, IReadOnlyList<string[]>> write, Func<string>? info = null)
    {
        var written = 0L;
        Tidy();
        try
        {
            Directory.CreateDirectory(Folder);
            AtomicFile.Write(path, stream =>
            {
                using var disk = new DiskStream(Through(stream));
                try
                {
                    var writer = new ArrowWriter(disk, columns);
                    writer.Finish(write(writer), fingerprint, info);
                }
                finally
                {
                    written = disk.Written;
                }
            });
        }
        catch (Exception e) when (e is DiskException or UnauthorizedAccessException or IOException)
        {
            throw new DataException(
                $"The cache of {name} cannot be written to {Full}: {Bytes(written)} were written, and {Free(Folder)}. Nothing is left of "
                    + $"it. Free some space, or name another folder. Details: {(e.InnerException ?? e).Message}", e);
        }

        return TryOpen(_ => columns, check: null) ?? throw new DataException($"{Full} was written, and cannot be read again.");
    }

    /// <summary>The file, if it is whole and a copy of the same.</summary>
    /// <param name="columns">Its columns, by what else it holds.</param>
    /// <param name="check">Told of the rows whose bytes were checked; null for a file that was written just now.</param>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public ArrowFile? TryOpen(Func<string, IReadOnlyList<ArrowColumn>> columns, RowProgressReporter? check) =>
        ArrowFile.TryOpen(path, columns, fingerprint, memory, check);

    public static string Bytes(long bytes) =>
        bytes < 10_000_000 ? Invariant($"{bytes:N0} bytes") : Invariant($"{bytes / 1e6:N0} MB");

    /// <summary>Deletes what writers of this file left that were killed.</summary>
    private void Tidy()
    {
        if (!Directory.Exists(Folder)) return;
        foreach (var left in Directory.EnumerateFiles(Folder, $".{System.IO.Path.GetFileName(path)}.*"))
        {
            try
            {
                // One that is still being written is locked.
                new FileStream(left, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
                File.Delete(left);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }
    }

    public static string Free(string folder)
    {
        try
        {
            return $"{Bytes(new DriveInfo(System.IO.Path.GetFullPath(folder)).AvailableFreeSpace)} are free there";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "how much is free is not known";
        }
    }
}
