namespace OnnxTrain;

/// <summary>The state of a run, except its tensors.</summary>
internal sealed record CheckpointState
{
    /// <summary>The number of the next step, which random numbers depend on.</summary>
    public required ulong Step { get; init; }

    /// <summary>The results of the finished epochs.</summary>
    public required IReadOnlyList<EpochResult> Results { get; init; }

    /// <summary>The current epoch.</summary>
    public required EpochSums Sums { get; init; }

    public required int BestEpoch { get; init; }

    public required double BestLoss { get; init; }

    /// <summary>What the best epoch was chosen by, the lower the better.</summary>
    public required double BestRank { get; init; }

    /// <summary>The number of updates that the schedule has seen.</summary>
    public required long ScheduleSteps { get; init; }

    /// <summary>The losses that the schedule has seen.</summary>
    public required IReadOnlyList<double> ScheduleLosses { get; init; }

    /// <summary>The base rate that the schedule scales; null for the optimizer's.</summary>
    public double? BaseLearningRate { get; init; }

    /// <summary>The sums of the custom metrics in the epoch under way.</summary>
    public IReadOnlyList<double> MetricSums { get; init; } = [];

    /// <summary>The types of the callbacks, with their state.</summary>
    public IReadOnlyList<(string Type, string? State)> Callbacks { get; init; } = [];

    /// <summary>Whether a callback stopped the run.</summary>
    public bool IsStopped { get; init; }

    /// <summary>How long the run has taken, all resumed parts included.</summary>
    public required double Seconds { get; init; }

    /// <summary>When the last epoch ended.</summary>
    public required double SecondsAtLastEpoch { get; init; }
}
