using System.Diagnostics;

namespace OnnxTrain.Cli;

/// <summary>
/// How far a phase of a run is, such as reading or verifying: a line that is redrawn on a terminal; elsewhere a line every ten seconds.
/// </summary>
/// <param name="terminal">Where to write.</param>
/// <param name="phase">The phase, as it is to be called: Reading.</param>
/// <param name="noun">What is counted: row.</param>
/// <param name="toError">Whether lines go to standard error, since the results go to standard output.</param>
internal sealed class PhaseView(Terminal terminal, string phase, string noun, bool toError = false)
    : IProgress<ImageFolderProgress>, IProgress<RowProgress>, IDisposable
{
    private const string EraseLine = "\r\e[K";

    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long _lastLine = Stopwatch.GetTimestamp();
    private bool _isDone;

    public void Report(ImageFolderProgress value) => Show($"{value.Done:N0} of {Numbers.Count(value.Total, "file")}");

    public void Report(RowProgress value) => Show(
        value.Total is { } total ? $"{value.Rows:N0} of {Numbers.Count(total, noun)}" : Numbers.Count(value.Rows, noun));

    public void Dispose()
    {
        lock (_lock)
        {
            _isDone = true;
            if (terminal.IsInteractive) terminal.OutWriter.Write(EraseLine);
        }
    }

    private void Show(string text)
    {
        lock (_lock)
        {
            if (_isDone) return;
            if (terminal.IsInteractive)
            {
                terminal.OutWriter.Write($"{EraseLine}  {phase}  {text}");
            }
            else
            {
                if (Stopwatch.GetElapsedTime(_lastLine) < BetweenLines) return;
                _lastLine = Stopwatch.GetTimestamp();
                var writer = toError ? terminal.ErrorWriter : terminal.OutWriter;
                writer.WriteLine($"  {phase}  {text}");
                writer.Flush();
                return;
            }

            terminal.OutWriter.Flush();
        }
    }
}
