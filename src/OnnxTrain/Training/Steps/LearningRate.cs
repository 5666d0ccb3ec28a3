namespace OnnxTrain;

/// <summary>The learning rate of each step: the base rate, scaled by the schedule.</summary>
internal sealed class LearningRate(double initial, LearningRateSchedule? schedule)
{
    private readonly List<double> _losses = [];

    private double? _now;

    /// <summary>The base rate that the schedule scales.</summary>
    public double Base
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "A learning rate must be finite.");
            (field, _now) = (value, null);
        }
    } = initial;

    /// <summary>
    /// The rate of the next step. The schedule is evaluated only when a step needs it, and so never for a time after the last step.
    /// </summary>
    public double Now => _now ??= At(Base, schedule, schedule?.Unit == ScheduleUnit.Step ? Steps : _losses.Count, _losses);

    /// <summary>The number of updates.</summary>
    public long Steps { get; private set; }

    /// <summary>The losses of the epochs so far.</summary>
    public IReadOnlyList<double> Losses => _losses;

    /// <summary>Resumes another run.</summary>
    public void GoOn(long steps, IReadOnlyList<double> losses, double? rate)
    {
        Steps = steps;
        if (rate is { } known) Base = known;
        _losses.Clear();
        _losses.AddRange(losses);
        _now = null;
    }

    /// <summary>Called after each update.</summary>
    public void StepEnded()
    {
        Steps++;
        if (schedule?.Unit == ScheduleUnit.Step) _now = null;
    }

    /// <summary>Called after each epoch, with its validation loss, or its training loss without validation rows.</summary>
    public void EpochEnded(double loss)
    {
        _losses.Add(loss);
        _now = null;
    }

    private static double At(double highest, LearningRateSchedule? schedule, long time, IReadOnlyList<double> losses)
    {
        var factor = schedule?.Factor(time, losses) ?? 1;
        return factor >= 0 && double.IsFinite(factor)
            ? highest * factor
            : throw new InvalidOperationException(
                $"{schedule!.GetType().Name} gives the factor {factor} at time {time}; it must not be negative or NaN.");
    }
}
