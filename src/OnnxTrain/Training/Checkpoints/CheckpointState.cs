namespace OnnxTrain;

/// <summary>The state of a run besides its tensors.</summary>
internal sealed record CheckpointState
{
    /// <summary>The number of the next step, which random numbers depend on.</summary>
    public required ulong Step { get; init; }

    /// <summary>The results of the epochs that have ended.</summary>
    public required IReadOnlyList<EpochResult> Results { get; init; }

    /// <summary>The epoch under way.</summary>
    public required EpochSums Sums { get; init; }

    public required int BestEpoch { get; init; }

    public required double BestLoss { get; init; }

    /// <summary>How many updates the schedule has seen.</summary>
    public required long ScheduleSteps { get; init; }

    /// <summary>The losses that the schedule has seen.</summary>
    public required IReadOnlyList<double> ScheduleLosses { get; init; }

    /// <summary>How long the run has taken in all its sittings.</summary>
    public required double Seconds { get; init; }

    /// <summary>When the last epoch ended.</summary>
    public required double SecondsAtLastEpoch { get; init; }
}
