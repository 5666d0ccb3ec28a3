namespace OnnxTrain;

/// <summary>Collects the progress of parallel trainings.</summary>
internal sealed class ProgressOfRuns(int runs, IProgress<SelectionProgress>? progress)
{
    private readonly Lock _lock = new();
    private int _done;

    /// <summary>The progress receiver of a run; null if there is no listener.</summary>
    public IProgress<TrainingProgress>? Of(int run) => progress is null ? null : new Listener(this, run);

    public void Ended(int run, double? score)
    {
        lock (_lock) progress?.Report(new(run + 1, runs, ++_done, null, score));
    }

    private sealed class Listener(ProgressOfRuns all, int run) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            lock (all._lock) all.Tell(run, value);
        }
    }

    private void Tell(int run, TrainingProgress value) => progress?.Report(new(run + 1, runs, _done, value, null));
}
