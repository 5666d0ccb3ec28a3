namespace OnnxTrain.Cli;

/// <summary>Progress told to several listeners, one after the other.</summary>
internal sealed class ProgressFork(params IProgress<TrainingProgress>[] listeners) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        foreach (var listener in listeners) listener.Report(value);
    }
}
