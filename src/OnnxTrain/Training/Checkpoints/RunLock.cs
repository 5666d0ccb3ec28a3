namespace OnnxTrain;

/// <summary>
/// Holds the folder of a checkpoint for one run at a time, in this process and others; the end of the process frees it, too.
/// </summary>
internal sealed class RunLock : IDisposable
{
    /// <summary>The name of the file in the folder, there as long as the run goes.</summary>
    public const string FileName = "checkpoint.lock";

    private readonly FileStream _file;

    /// <exception cref="DataException">Another run uses the folder.</exception>
    public RunLock(string folder)
    {
        try
        {
            _file = new(
                Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1,
                FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new DataException(
                $"{folder} holds the checkpoint of a run that is under way, in this process or another one. Wait for its end, or name "
                    + "another folder.",
                e);
        }
    }

    public void Dispose() => _file.Dispose();
}
