namespace OnnxTrain;

/// <summary>The rate of each step: the optimizer's own, as the schedule has it at the time.</summary>
internal sealed class LearningRate(double initial, LearningRateSchedule? schedule)
{
    private readonly List<double> _losses = [];

    private double? _now;

    /// <summary>The rate that the schedule is a factor of.</summary>
    public double Base
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "A learning rate has to be finite.");
            (field, _now) = (value, null);
        }
    } = initial;

    /// <summary>The rate of the next step. A schedule is asked when a step needs it, and so for no time after the last.</summary>
    public double Now => _now ??= At(Base, schedule, schedule?.Unit == ScheduleUnit.Step ? Steps : _losses.Count, _losses);

    /// <summary>How many updates there were.</summary>
    public long Steps { get; private set; }

    /// <summary>The losses of the epochs.</summary>
    public IReadOnlyList<double> Losses => _losses;

    /// <summary>Goes on where another run stopped.</summary>
    public void GoOn(long steps, IReadOnlyList<double> losses, double? rate)
    {
        Steps = steps;
        if (rate is { } known) Base = known;
        _losses.Clear();
        _losses.AddRange(losses);
        _now = null;
    }

    /// <summary>An update was made.</summary>
    public void StepEnded()
    {
        Steps++;
        if (schedule?.Unit == ScheduleUnit.Step) _now = null;
    }

    /// <summary>An epoch has ended, with its validation loss, or its training loss without validation rows.</summary>
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
                $"{schedule!.GetType().Name} gives the factor {factor} at time {time}; it has to be a number that is not negative.");
    }
}
