namespace OnnxTrain.Cli;

/// <summary>
/// What a run writes besides the model: history, report, checkpoint, events for TensorBoard. One that cannot be written is a warning and an
/// exit code of its own; training goes on, and the model is written all the same.
/// </summary>
internal sealed class SideOutputs
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Path, string Reason)> _failures = [];

    /// <summary>Writes a file.</summary>
    /// <param name="option">The option that asks for it.</param>
    /// <param name="file">The file; null where none is asked for.</param>
    /// <param name="write">Writes to a path.</param>
    public void Write(string option, OutputFile? file, Action<string> write)
    {
        if (file is null) return;
        Try(option, file.Path, () =>
        {
            write(file.TemporaryPath);
            file.Commit();
        });
    }

    /// <summary>Does what may fail because of a disk or a folder.</summary>
    /// <returns>Whether it was done.</returns>
    public bool Try(string option, string path, Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DataException)
        {
            Add(option, path, e);
            return false;
        }
    }

    /// <summary>Notes that something could not be written; the last reason counts.</summary>
    public void Add(string option, string path, Exception cause)
    {
        lock (_lock) _failures[option] = (path, OutputFile.Reason(cause));
    }

    /// <summary>Whether nothing that an option asks for has failed.</summary>
    public bool IsWritten(string option)
    {
        lock (_lock) return !_failures.ContainsKey(option);
    }

    /// <summary>Warns of what could not be written.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <param name="exit">The exit code otherwise.</param>
    /// <returns>The exit code.</returns>
    public int End(Terminal terminal, int exit)
    {
        foreach (var (option, (path, reason)) in _failures)
            FailureView.Write(terminal, new($"{option}: '{path}' could not be written: {reason}.", null, ExitCode.Incomplete));
        if (_failures.Count == 0) return exit;
        if (exit == ExitCode.Done) FailureView.Hint(terminal, "The model is complete.");
        return exit == ExitCode.Done ? ExitCode.Incomplete : exit;
    }
}
