namespace OnnxTrain;

/// <summary>The rate of each step: the optimizer's own, as the schedule has it at the time.</summary>
internal sealed class LearningRate(double highest, LearningRateSchedule? schedule)
{
    private readonly List<double> _losses = [];

    /// <summary>The rate of the next step.</summary>
    public double Now { get; private set; } = At(highest, schedule, 0, []);

    /// <summary>How many updates there were.</summary>
    public long Steps { get; private set; }

    /// <summary>The losses of the epochs.</summary>
    public IReadOnlyList<double> Losses => _losses;

    /// <summary>Goes on where another run stopped.</summary>
    public void GoOn(long steps, IReadOnlyList<double> losses)
    {
        Steps = steps;
        _losses.Clear();
        _losses.AddRange(losses);
        Now = Present;
    }

    /// <summary>An update was made.</summary>
    public void StepEnded()
    {
        Steps++;
        if (schedule?.Unit == ScheduleUnit.Step) Now = Present;
    }

    /// <summary>An epoch has ended, with its validation loss, or its training loss without validation rows.</summary>
    public void EpochEnded(double loss)
    {
        _losses.Add(loss);
        Now = Present;
    }

    private double Present => At(highest, schedule, schedule?.Unit == ScheduleUnit.Step ? Steps : _losses.Count, _losses);

    private static double At(double highest, LearningRateSchedule? schedule, long time, IReadOnlyList<double> losses)
    {
        var factor = schedule?.Factor(time, losses) ?? 1;
        return factor >= 0 && double.IsFinite(factor)
            ? highest * factor
            : throw new InvalidOperationException($"{schedule!.GetType().Name} gives the factor {factor} at time {time}; it has to be a number that is not negative.");
    }
}
