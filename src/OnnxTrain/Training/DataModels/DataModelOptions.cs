namespace OnnxTrain;

/// <summary>The network of a <see cref="DataModel"/>, and the weights of its rows.</summary>
public record DataModelOptions
{
    /// <summary>The number of units of each hidden layer; an empty list makes a linear model.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 32];

    /// <summary>The function after each hidden layer.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The probability of dropping a hidden unit during training: at least 0 and below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>
    /// The network for images, one of <see cref="ImageNetworks.Names"/>; null for the one that suits the size of the largest image
    /// (<see cref="ImageNetworks.DefaultFor"/>).
    /// </summary>
    public string? ImageNetwork { get; init; }

    /// <summary>
    /// The number of features that this network extracts from an image; the hidden layers take them together with the other features.
    /// </summary>
    public int ImageNumbers { get; init; } = 32;

    /// <summary>How paths in columns are read as images; required if a feature is an image.</summary>
    public ImagePaths? Images { get; init; }

    /// <summary>
    /// The column of row weights, at least 0: how much each row counts in the loss (<see cref="Dataset.WithWeights"/>). It is not an input
    /// of the model. Null for equal weights.
    /// </summary>
    public string? Weight { get; init; }

    /// <summary>The seed of the initial weights.</summary>
    public ulong Seed { get; init; }
}
