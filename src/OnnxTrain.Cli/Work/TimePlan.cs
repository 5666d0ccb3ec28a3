using System.Diagnostics;

namespace OnnxTrain.Cli;

/// <summary>
/// How a run divides its time. A limit counts everything from the reading of the data to the last comparison: a part of it is kept for what
/// follows training. Without a limit, evaluating and verifying take at most a tenth of the time that training took, or a few seconds.
/// </summary>
/// <param name="limit">The time limit; null for none.</param>
/// <param name="clock">The time since some moment, for tests; null for the clock of the system.</param>
internal sealed class TimePlan(TimeSpan? limit, Func<TimeSpan>? clock = null)
{
    private const double PartAfterTraining = 0.15, LeastPartOfTraining = 0.1, PartOfTraining = 0.1;

    private static readonly TimeSpan LeastOfEvaluation = TimeSpan.FromSeconds(2), LeastOfVerification = TimeSpan.FromSeconds(5);

    private readonly Func<TimeSpan> _clock = clock ?? SystemClock();
    private TimeSpan _started, _ended;

    /// <summary>The time limit; null for none.</summary>
    public TimeSpan? Limit => limit;

    /// <summary>The time that is left; null without a limit.</summary>
    public TimeSpan? Left => limit is { } all ? Max(all - _clock(), TimeSpan.Zero) : null;

    /// <summary>
    /// The time limit of training, which starts now: what is left, less a part for what follows; a tenth of the limit at least, however
    /// long the reading took.
    /// </summary>
    public TimeSpan? StartTraining()
    {
        _started = _clock();
        return limit is { } all ? Max(all - _started - (all * PartAfterTraining), all * LeastPartOfTraining) : null;
    }

    /// <summary>Training has ended.</summary>
    public void EndTraining() => _ended = _clock();

    /// <summary>The most time for evaluating the training rows.</summary>
    public TimeSpan OfEvaluation => Left is { } left ? left / 3 : Max(LeastOfEvaluation, (_ended - _started) * PartOfTraining);

    /// <summary>The most time for verifying the file.</summary>
    public TimeSpan OfVerification => Left is { } left
        ? Max(left, limit!.Value * (PartAfterTraining / 3))
        : Max(LeastOfVerification, (_ended - _started) * PartOfTraining);

    private static Func<TimeSpan> SystemClock()
    {
        var started = Stopwatch.GetTimestamp();
        return () => Stopwatch.GetElapsedTime(started);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
