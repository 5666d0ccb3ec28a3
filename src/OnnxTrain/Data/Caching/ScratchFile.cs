namespace OnnxTrain;

/// <summary>A file for one run, which is gone when the process ends, however it ends.</summary>
internal static class ScratchFile
{
    /// <exception cref="DataException">It cannot be created.</exception>
    public static FileStream Create(string folder)
    {
        var path = Path.Combine(folder, $".onnxtrain-{Path.GetRandomFileName()}");

        // Files of earlier runs that nobody uses any more take room until they are closed.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        try
        {
            Directory.CreateDirectory(folder);
            var file = new FileStream(
                path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1 << 16,
                OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);

            // Elsewhere an open file needs no name.
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The folder {Path.GetFullPath(folder)} takes no files: {e.Message} Name another folder.", e);
        }
    }
}
