namespace OnnxTrain;

/// <summary>The unit of time of a <see cref="LearningRateSchedule"/>.</summary>
public enum ScheduleUnit
{
    /// <summary>Finished epochs: the rate is the same for all steps of an epoch.</summary>
    Epoch,

    /// <summary>Finished updates.</summary>
    Step,
}
