namespace OnnxTrain.Cli;

/// <summary>What <c>train</c> was asked to do.</summary>
internal sealed record TrainRequest
{
    public TrainRequest()
        : this(DataKind.Table)
    {
    }

    public TrainRequest(DataKind kind)
    {
        Kind = kind;
        (Options, Epochs) = (Defaults.Options, Defaults.Epochs);
    }

    public DataKind Kind { get; init; }

    /// <summary>A file or a folder.</summary>
    public required string Data { get; init; }

    public required string Output { get; init; }

    /// <summary>What the output is called where that is not the name of the file.</summary>
    public string? OutputLabel { get; init; }

    /// <summary>The output in words.</summary>
    public string OutputText => OutputLabel ?? Output;

    /// <summary>What the columns of a table are.</summary>
    public ColumnsRequest Columns { get; init; } = new();

    /// <summary>How images are read, and the network that looks at them.</summary>
    public ImageRequest Images { get; init; } = new();

    public IReadOnlyList<int> Hidden { get; init; } = TrainDefaults.Current.Hidden;

    public Activation Activation { get; init; } = TrainDefaults.Current.Activation;

    public double Dropout { get; init; }

    /// <summary>The folds of the cross-validation that comes first; null for none.</summary>
    public int? Folds { get; init; }

    /// <summary>The number of networks in the file; null for one.</summary>
    public int? Ensemble { get; init; }

    /// <summary>Whether the networks vote; else the mean of their answers counts.</summary>
    public bool Vote { get; init; }

    public OptimizerKind Optimizer { get; init; } = TrainDefaults.Current.Optimizer;

    /// <summary>What the library is asked for as it was given on the command line.</summary>
    public TrainingOptions Options { get; init; }

    public double? LearningRate { get; init; }

    public double? L2 { get; init; }

    public int Epochs { get; init; }

    /// <summary>The rows to validate with.</summary>
    public HeldOut Validation { get; init; } = new(TrainDefaults.Current.Validation);

    /// <summary>A table or a folder that the trained model is tested with; null for none, or for the one in a divided folder.</summary>
    public string? Test { get; init; }

    /// <summary>Whether probabilities are calibrated on the validation rows.</summary>
    public bool Calibrate { get; init; }

    /// <summary>The probability from which the second of two classes is predicted; null for one half.</summary>
    public ThresholdChoice? Threshold { get; init; }

    public int? Threads { get; init; }

    public int? Opset { get; init; }

    /// <summary>Whether the file holds names.</summary>
    public ExportLabels Labels { get; init; }

    public bool Verify { get; init; } = true;

    /// <summary>How many rows are compared; null for as many as a part of the time allows.</summary>
    public VerifyRows? VerifyRows { get; init; }

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
    public TrainDefaults Defaults => Kind == DataKind.Table ? TrainDefaults.Current : TrainDefaults.Images;

    /// <summary>What one example is called.</summary>
    public string Noun => Kind == DataKind.Table ? "row" : "image";

    public double Rate => LearningRate ?? Defaults.RateOf(Optimizer);

    public double Decay => L2 ?? Defaults.DecayOf(Optimizer);

    /// <summary>Files that are read and must not be overwritten.</summary>
    public IReadOnlyList<string> Sources =>
    [
        .. Kind == DataKind.Table ? Tables.SelectMany(TableName.Files) : [],
        .. Images.From is { } weights ? [weights] : Array.Empty<string>(),
    ];

    /// <summary>Warnings of rows that are trained on and judged by.</summary>
    public IEnumerable<string> Overlaps =>
        from other in new[] { (Option: "--validation", Name: Validation.Data), (Option: "--test", Name: Test) }
        where other.Name is not null && OutputFile.Resolve(other.Name) == OutputFile.Resolve(Data)
        select $"{other.Option} names the rows that are trained on, so that its score says nothing of new rows";

    /// <summary>The names of all tables, or of all folders.</summary>
    private IEnumerable<string> Tables => new[] { Data, Validation.Data, Test }.OfType<string>();


    /// <exception cref="DataException">There are no data, or no weights to begin with.</exception>
    public void RequireData()
    {
        foreach (var name in Tables)
        {
            if (Kind == DataKind.Table) TableInput.Require(name);
            else if (!Directory.Exists(name)) throw new DataException($"There is no folder '{Path.GetFullPath(name)}'. Check the path.");
        }

        if (Images.From is not { } weights) return;
        DataArgument.RequireRegular(weights);
        DataFile.Open(weights).Dispose();
    }
}
