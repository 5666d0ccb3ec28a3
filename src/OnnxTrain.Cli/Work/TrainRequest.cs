namespace OnnxTrain.Cli;

/// <summary>What <c>train</c> was asked to do.</summary>
internal sealed record TrainRequest
{
    public required string Data { get; init; }

    public string? Target { get; init; }

    public required string Output { get; init; }

    public TaskChoice Task { get; init; }

    /// <summary>Columns as written on the command line: each a name, or several with commas between.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Columns to look at although they look like identifiers, written like <see cref="Ignore"/>.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Columns whose numbers are names, written like <see cref="Ignore"/>.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    public IReadOnlyList<int> Hidden { get; init; } = TrainDefaults.Current.Hidden;

    public Activation Activation { get; init; } = TrainDefaults.Current.Activation;

    public double Dropout { get; init; }

    public OptimizerKind Optimizer { get; init; } = TrainDefaults.Current.Optimizer;

    public double? LearningRate { get; init; }

    public double? L2 { get; init; }

    public int BatchSize { get; init; } = TrainDefaults.Current.BatchSize;

    public int Epochs { get; init; } = TrainDefaults.Current.Epochs;

    /// <summary>0 for no early stopping.</summary>
    public int Patience { get; init; } = TrainDefaults.Current.Patience;

    /// <summary>The part of the rows to validate with; 0 for none.</summary>
    public double Validation { get; init; } = TrainDefaults.Current.Validation;

    /// <summary>The folds of the cross-validation that comes first; null for none.</summary>
    public int? Folds { get; init; }

    /// <summary>The number of networks in the file; null for one.</summary>
    public int? Ensemble { get; init; }

    /// <summary>Whether the networks vote; else the mean of their answers counts.</summary>
    public bool Vote { get; init; }

    public ulong Seed { get; init; }

    public int? Threads { get; init; }

    public int? Opset { get; init; }

    public bool Verify { get; init; } = true;

    public ExecutionProvider Provider { get; init; }

    /// <summary>Where the run is kept while it lasts.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    public string? History { get; init; }

    public InputRequest Inputs { get; init; } = new();

    public FittingRequest Fitting { get; init; } = new();

    public string? Report { get; init; }

    public string? TensorBoard { get; init; }

    /// <summary>Whether gradients, updates and units are to be looked into.</summary>
    public bool Diagnose => Report is not null || TensorBoard is not null;

    /// <summary>The command line.</summary>
    public string? Command { get; init; }

    /// <summary>Whether to export the best weights of a run that was cut short.</summary>
    public bool KeepBest { get; init; }

    public double Rate => LearningRate ?? TrainDefaults.Current.RateOf(Optimizer);
}
