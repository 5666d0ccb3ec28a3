namespace OnnxTrain.Onnx;

/// <summary>Files that are written whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes a temporary file beside <paramref name="path"/>, flushes it to the disk and renames it. What was there before stays
    /// until the last moment.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no folder to write in.</exception>
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

    /// <summary>Deletes what a process that was killed left beside a file that no other process writes.</summary>
    public static void Tidy(string path)
    {
        path = Path.GetFullPath(path);
        foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{Prefix(path)}*")) File.Delete(left);
    }

    private static string Prefix(string path) => $".{Path.GetFileName(path)}.";
}
