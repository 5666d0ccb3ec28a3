namespace OnnxTrain;

/// <summary>The rate of each step: the optimizer's own, as the schedule has it at the time.</summary>
internal sealed class LearningRate(double highest, LearningRateSchedule? schedule)
{
    private readonly List<double> _losses = [];
    private long _epochs;
    private long _steps;

    /// <summary>The rate of the next step.</summary>
    public double Now { get; private set; } = At(highest, schedule, 0, []);

    /// <summary>An update was made.</summary>
    public void StepEnded()
    {
        _steps++;
        if (schedule?.Unit == ScheduleUnit.Step) Now = At(highest, schedule, _steps, _losses);
    }

    /// <summary>An epoch has ended, with its validation loss, or its training loss without validation rows.</summary>
    public void EpochEnded(double loss)
    {
        _epochs++;
        _losses.Add(loss);
        Now = At(highest, schedule, schedule?.Unit == ScheduleUnit.Step ? _steps : _epochs, _losses);
    }

    private static double At(double highest, LearningRateSchedule? schedule, long time, IReadOnlyList<double> losses)
    {
        var factor = schedule?.Factor(time, losses) ?? 1;
        return factor >= 0 && double.IsFinite(factor)
            ? highest * factor
            : throw new InvalidOperationException($"{schedule!.GetType().Name} gives the factor {factor} at time {time}; it has to be a number that is not negative.");
    }
}
