namespace OnnxTrain.Onnx;

/// <summary>Writes files completely or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes a temporary file beside <paramref name="path"/>, flushes it to the disk and renames it. An existing file is kept until the
    /// rename.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        path = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(path);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{path} cannot be written: there is no folder {folder}.");
        var temporary = Path.Combine(folder, $"{Prefix(path)}{Path.GetRandomFileName()}");
        var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        try
        {
            using (var stream = file)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Deletes temporary files that a killed process left beside a file. No other process may be writing the file.</summary>
    public static void Tidy(string path)
    {
        path = Path.GetFullPath(path);
        foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{Prefix(path)}*")) File.Delete(left);
    }

    /// <summary>Checks that a file can be written, to fail early.</summary>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be written in; the message names the file.</exception>
    public static void RequireWritable(string path)
    {
        path = Path.GetFullPath(path);
        var trial = Path.Combine(Path.GetDirectoryName(path)!, $"{Prefix(path)}{Path.GetRandomFileName()}");
        try
        {
            File.WriteAllBytes(trial, []);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new UnauthorizedAccessException($"{path} cannot be written: {Path.GetDirectoryName(path)} takes no new file.", e);
        }

        File.Delete(trial);
    }

    private static string Prefix(string path) => $".{Path.GetFileName(path)}.";
}
