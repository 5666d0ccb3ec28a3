namespace OnnxTrain;

/// <summary>The settings of a <see cref="Trainer"/> as its loop takes them.</summary>
internal sealed record TrainingSettings
{
    public required ulong Seed { get; init; }

    public required int BatchSize { get; init; }

    public required Sampling Sampling { get; init; }

    public required int? Patience { get; init; }

    public required TimeSpan? TimeLimit { get; init; }

    public required double? LossThreshold { get; init; }

    public required LearningRateSchedule? Schedule { get; init; }

    public required int AccumulationSteps { get; init; }

    /// <summary>Whether rows have weights.</summary>
    public required bool IsWeighted { get; init; }

    public required bool Diagnose { get; init; }

    public required CheckpointOptions? Checkpoint { get; init; }

    public required UpdateSettings Update { get; init; }
}
