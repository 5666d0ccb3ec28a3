namespace OnnxTrain;

/// <summary>What a <see cref="LearningRateSchedule"/> counts.</summary>
public enum ScheduleUnit
{
    /// <summary>Epochs that have ended: the rate is the same for all steps of an epoch.</summary>
    Epoch,

    /// <summary>Updates that were made.</summary>
    Step,
}
