using System.Runtime.InteropServices;

namespace OnnxTrain.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks the work to stop, the second ends the process at once. Work that follows a stop, such as the export
/// of what was trained, takes the <see cref="Next"/> token: it can be stopped like any other, and the request after that ends the process.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private const string ShowCursor = "\e[?25h";

    private readonly Lock _lock = new();
    private readonly List<CancellationTokenSource> _sources = [new()];
    private readonly PosixSignalRegistration[] _registrations;

    public Interrupt() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    /// <summary>Cancelled by the first request to stop.</summary>
    public CancellationToken Token => _sources[0].Token;

    /// <summary>Cancelled by the next request to stop.</summary>
    public CancellationToken Next()
    {
        lock (_lock)
        {
            if (_sources[^1].IsCancellationRequested) _sources.Add(new());
            return _sources[^1].Token;
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        foreach (var source in _sources) source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        CancellationTokenSource current;
        lock (_lock) current = _sources[^1];
        if (!current.IsCancellationRequested)
        {
            current.Cancel();
            return;
        }

        OutputFile.DeleteUnfinished();
        OutputFolder.DeleteUnfinished();
        if (!Console.IsOutputRedirected) Console.Out.WriteLine(ShowCursor);
        Environment.Exit(ExitCode.Cancelled);
    }
}
