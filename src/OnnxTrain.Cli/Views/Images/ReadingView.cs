namespace OnnxTrain.Cli;

/// <summary>How far the reading of images is: a line that is redrawn on a terminal, nothing elsewhere.</summary>
internal sealed class ReadingView(Terminal terminal) : IProgress<ImageFolderProgress>, IDisposable
{
    private const string EraseLine = "\r\e[K";

    private readonly Lock _lock = new();
    private bool _isDone;

    public void Report(ImageFolderProgress value)
    {
        if (!terminal.IsInteractive) return;
        lock (_lock)
        {
            if (_isDone) return;
            terminal.OutWriter.Write($"{EraseLine}  Reading  {value.Done:N0} of {Numbers.Count(value.Total, "file")}");
            terminal.OutWriter.Flush();
        }
    }

    public void Dispose()
    {
        if (!terminal.IsInteractive) return;
        lock (_lock)
        {
            _isDone = true;
            terminal.OutWriter.Write(EraseLine);
        }
    }
}
