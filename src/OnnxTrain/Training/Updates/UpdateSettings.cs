namespace OnnxTrain;

/// <summary>What is done to gradients and parameters besides the optimizer's rule.</summary>
internal sealed record UpdateSettings
{
    public static UpdateSettings None { get; } = new();

    public double? ClipValue { get; init; }

    public double? ClipNorm { get; init; }

    public Penalty? Penalty { get; init; }

    public WeightConstraint? Constraint { get; init; }

    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    public double? AverageDecay { get; init; }

    /// <summary>Whether gradients are added up over several batches before they are used.</summary>
    public bool Accumulates { get; init; }

    /// <summary>Whether each parameter is updated by itself, even where several could be updated as one vector.</summary>
    public bool KeepsApart { get; init; }
}
