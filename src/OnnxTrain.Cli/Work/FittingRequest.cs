namespace OnnxTrain.Cli;

/// <summary>The loss to minimize and the optimizer.</summary>
internal sealed record FittingRequest
{
    /// <summary>Null for the usual loss of the task.</summary>
    public Setting<LossKind>? Loss { get; init; }

    public double LabelSmoothing { get; init; }

    public ClassWeighting ClassWeights { get; init; }

    public double L1 { get; init; }

    public double? MaxNorm { get; init; }

    /// <summary>Null for the optimizer's own.</summary>
    public double? Momentum { get; init; }

    public Setting<ScheduleKind> Schedule { get; init; } = new(ScheduleKind.Constant);

    /// <summary>Epochs until the full rate.</summary>
    public int WarmUp { get; init; }

    /// <summary>Steps to an epoch; null for as many as the rows make.</summary>
    public int? StepsPerEpoch { get; init; }
}
