namespace OnnxTrain;

/// <summary>Locks the folder of a checkpoint for one run at a time, across processes. The end of the process also releases it.</summary>
internal sealed class RunLock : IDisposable
{
    /// <summary>The name of the lock file in the folder; it exists while the run lasts.</summary>
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
                $"{folder} holds the checkpoint of a run that is in progress, in this process or another one. Wait for it to end, or "
                    + "choose another folder.",
                e);
        }
    }

    public void Dispose() => _file.Dispose();
}
