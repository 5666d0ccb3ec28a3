namespace OnnxTrain;

/// <summary>Opens files of data.</summary>
internal static class DataFile
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="DataException">It cannot be read, or is larger than an array.</exception>
    public static byte[] ReadAll(string path)
    {
        using var file = Open(path);
        try
        {
            var content = GC.AllocateUninitializedArray<byte>(checked((int)file.Length));
            file.ReadExactly(content);
            return content;
        }
        catch (Exception e) when (e is IOException or OverflowException or OutOfMemoryException or UnauthorizedAccessException)
        {
            throw new DataException($"{Path.GetFileName(path)} cannot be read: {e.Message}", e);
        }
    }

    public static FileStream Open(string path)
    {
        if (Directory.Exists(path)) throw new DataException($"'{path}' is a folder. Name a file.");
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"There is no file '{Path.GetFullPath(path)}'. Check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"'{Path.GetFullPath(path)}' cannot be opened. Check that it is a file and that you may read it.", e);
        }
    }
}
