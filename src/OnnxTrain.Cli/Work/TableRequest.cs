namespace OnnxTrain.Cli;

/// <summary>What <c>train</c> was asked to do with a table.</summary>
internal sealed record TableRequest : TrainRequest
{
    public TableRequest() => Epochs = TrainDefaults.Current.Epochs;

    public string? Target { get; init; }

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

    public InputRequest Inputs { get; init; } = new();

    /// <summary>The folds of the cross-validation that comes first; null for none.</summary>
    public int? Folds { get; init; }

    /// <summary>The number of networks in the file; null for one.</summary>
    public int? Ensemble { get; init; }

    /// <summary>Whether the networks vote; else the mean of their answers counts.</summary>
    public bool Vote { get; init; }

    public override TrainDefaults Defaults => TrainDefaults.Current;

    public override string Noun => "row";

    public override void RequireData() => DataFile.Open(Data).Dispose();
}
