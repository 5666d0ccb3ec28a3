namespace OnnxTrain.Cli;

/// <summary>Writes progress as events for TensorBoard until that fails; training goes on without them.</summary>
/// <param name="folder">The folder of the events.</param>
/// <param name="metric">The name of the metric.</param>
/// <param name="side">Where a failure is noted.</param>
internal sealed class BoardProgress(string folder, string metric, SideOutputs side) : IProgress<TrainingProgress>, IDisposable
{
    private const string Option = "--tensorboard";

    private TensorBoardWriter? _writer = new(folder, metric);

    public void Report(TrainingProgress value)
    {
        if (_writer is { } writer && !side.Try(Option, folder, () => writer.Report(value))) Dispose();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _writer, null) is { } writer) side.Try(Option, folder, writer.Dispose);
    }
}
