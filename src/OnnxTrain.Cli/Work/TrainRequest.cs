namespace OnnxTrain.Cli;

/// <summary>What <c>train</c> was asked to do, whatever there is to train on.</summary>
internal abstract record TrainRequest
{
    /// <summary>A file or a folder.</summary>
    public required string Data { get; init; }

    public required string Output { get; init; }

    public OptimizerKind Optimizer { get; init; } = TrainDefaults.Current.Optimizer;

    /// <summary>What the library is asked for as it was given on the command line.</summary>
    public TrainingOptions Options { get; init; } = TrainDefaults.Current.Options;

    public double? LearningRate { get; init; }

    public double? L2 { get; init; }

    public int Epochs { get; init; }

    /// <summary>The part of the rows to validate with; 0 for none.</summary>
    public double Validation { get; init; } = TrainDefaults.Current.Validation;

    public int? Threads { get; init; }

    public int? Opset { get; init; }

    public bool Verify { get; init; } = true;

    public ExecutionProvider Provider { get; init; }

    public string? History { get; init; }

    public FittingRequest Fitting { get; init; } = new();

    public string? Report { get; init; }

    public string? TensorBoard { get; init; }

    /// <summary>Whether gradients, updates and units are to be looked into.</summary>
    public bool Diagnose => Report is not null || TensorBoard is not null;

    /// <summary>The command line.</summary>
    public string? Command { get; init; }

    /// <summary>Whether to export the best weights of a run that was cut short.</summary>
    public bool KeepBest { get; init; }

    /// <summary>What is used where nothing is asked for.</summary>
    public abstract TrainDefaults Defaults { get; }

    /// <summary>What one example is called.</summary>
    public abstract string Noun { get; }

    public double Rate => LearningRate ?? Defaults.RateOf(Optimizer);

    public double Decay => L2 ?? Defaults.DecayOf(Optimizer);

    /// <summary>Files that are read and must not be overwritten.</summary>
    public virtual IReadOnlyList<string> Sources => [Data];

    /// <exception cref="DataException">There are no data.</exception>
    public abstract void RequireData();
}
