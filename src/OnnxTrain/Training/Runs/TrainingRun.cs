using System.Diagnostics;

namespace OnnxTrain;

/// <summary>The elapsed time and the results of one run.</summary>
/// <param name="epochs">The maximum number of epochs.</param>
/// <param name="timeLimit">The time after which it ends; null for no limit.</param>
/// <param name="progress">Receives the progress.</param>
internal sealed class TrainingRun(int epochs, TimeSpan? timeLimit, IProgress<TrainingProgress>? progress)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly List<EpochResult> _results = [];
    private TimeSpan _before;

    public IReadOnlyList<EpochResult> Results => _results;

    /// <summary>The elapsed time, all resumed parts included.</summary>
    public TimeSpan Elapsed => _before + Stopwatch.GetElapsedTime(_started);

    /// <summary>When the last epoch ended.</summary>
    public double SecondsAtLastEpoch { get; private set; }

    public bool HasListener => progress is not null;

    /// <summary>The seconds since the previous epoch ended.</summary>
    public double SecondsOf(int epoch) => Elapsed.TotalSeconds - (epoch == 1 ? 0 : SecondsAtLastEpoch);

    /// <summary>Resumes a run.</summary>
    public void GoOn(CheckpointState state)
    {
        _results.AddRange(state.Results);
        (_before, SecondsAtLastEpoch) = (TimeSpan.FromSeconds(state.Seconds), state.SecondsAtLastEpoch);
    }

    public void Report(int epoch, int batch, int batches, double loss, double rowsPerSecond)
    {
        var done = (epoch - 1 + ((double)batch / batches)) / epochs;
        progress?.Report(
            new(epoch, epochs, batch, batches, loss, rowsPerSecond, Elapsed, done > 0 ? Remaining((1 - done) / done) : null, null));
    }

    public void Add(EpochResult result, int batches)
    {
        _results.Add(result);
        SecondsAtLastEpoch = Elapsed.TotalSeconds;
        var remaining = Remaining((double)(epochs - result.Epoch) / result.Epoch);
        progress?.Report(
            new(result.Epoch, epochs, batches, batches, result.TrainingLoss, result.RowsPerSecond, Elapsed, remaining, result));
    }

    /// <summary>The time that is left: a part of the elapsed time, and at most until the limit.</summary>
    private TimeSpan Remaining(double part)
    {
        var (elapsed, remaining) = (Elapsed, Elapsed * part);
        return timeLimit is { } limit && limit - elapsed < remaining ? limit > elapsed ? limit - elapsed : TimeSpan.Zero : remaining;
    }
}
