namespace OnnxTrain.Cli;

/// <summary>How many of several trainings have ended: a line that is redrawn on a terminal, lines in a file.</summary>
internal sealed class RunsProgressView(Terminal terminal, string noun) : IProgress<SelectionProgress>, IDisposable
{
    private const string EraseLine = "\r\e[K";

    public void Report(SelectionProgress value)
    {
        if (value.Training is not null) return;
        var text = $"  {value.RunsDone} of {Numbers.Count(value.Runs, noun)} done";
        if (terminal.IsInteractive) terminal.OutWriter.Write(EraseLine + text);
        else terminal.OutWriter.WriteLine(text);
        terminal.OutWriter.Flush();
    }

    public void Dispose()
    {
        if (terminal.IsInteractive) terminal.OutWriter.Write(EraseLine);
        else terminal.OutWriter.WriteLine();
    }
}
