namespace OnnxTrain;

/// <summary>Opens files of data.</summary>
internal static class DataFile
{
    public static FileStream Open(string path)
    {
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
