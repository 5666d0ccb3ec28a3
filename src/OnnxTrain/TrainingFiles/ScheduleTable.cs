namespace OnnxTrain;

/// <summary>A schedule as a table of factors in the graph, one per step.</summary>
internal static class ScheduleTable
{
    private const int MaxSteps = 1 << 22;

    /// <summary>The learning rate of a step, from the base rate that the schedule scales.</summary>
    /// <param name="schedule">A function of time alone.</param>
    /// <param name="rate">A scalar.</param>
    /// <param name="step">The number of the step, counted from 1: int64, a scalar.</param>
    /// <param name="options">The number of epochs and of steps per epoch; the last factor applies to all later steps.</param>
    /// <exception cref="ExportException">The options do not specify its length, or the schedule depends on losses.</exception>
    public static Value RateAt(LearningRateSchedule schedule, Value rate, Value step, TrainingExportOptions options)
    {
        if (options is not { Epochs: > 0 and { } epochs, StepsPerEpoch: > 0 and { } perEpoch })
            throw new ExportException(
                $"{schedule.GetType().Name} is written as a table of factors: TrainingExportOptions.Epochs and StepsPerEpoch must specify "
                    + "its length (both at least 1). Or leave the schedule out, and feed learning_rate.");
        var steps = (long)epochs * perEpoch;
        if (steps > MaxSteps)
            throw new ExportException(
                $"{schedule.GetType().Name} over {steps:N0} steps is too long for a table, which has at most {MaxSteps:N0}. Leave the "
                    + "schedule out, and feed learning_rate.");

        var factors = new double[steps + 1];
        var losses = new List<double>();
        for (var i = 0; i < steps; i++)
        {
            if (i > 0 && i % perEpoch == 0) losses.Add(i);
            var time = schedule.Unit == ScheduleUnit.Step ? i : i / perEpoch;
            factors[i + 1] = schedule.Factor(time, []);
            if (factors[i + 1] != schedule.Factor(time, losses))
                throw new ExportException(
                    $"{schedule.GetType().Name} depends on the losses of epochs, which the file does not know. Leave the schedule out, "
                        + "and feed learning_rate as it goes.");
        }

        factors[0] = factors[1];
        var last = Value.Constant(steps, ElementType.Int64);
        var table = Value.Constant(factors, [factors.Length], rate.ElementType);
        return rate * table.Gather(Value.Where(step <= last, step, last));
    }
}
