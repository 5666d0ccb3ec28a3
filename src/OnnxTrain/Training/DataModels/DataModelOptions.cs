namespace OnnxTrain;

/// <summary>The network of a <see cref="DataModel"/>, and how its rows count.</summary>
public record DataModelOptions
{
    /// <summary>Units of each hidden layer; none makes a linear model.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 32];

    /// <summary>The function after each hidden layer.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The probability with which a hidden unit is dropped while training: at least 0 and below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>The network that looks at images, one of <see cref="ImageNetworks.Names"/>.</summary>
    public string ImageNetwork { get; init; } = "cnn";

    /// <summary>How many numbers that network makes of an image, which the hidden layers take beside the other features.</summary>
    public int ImageNumbers { get; init; } = 32;

    /// <summary>How paths in columns become images; needed where a feature is an image.</summary>
    public ImagePaths? Images { get; init; }

    /// <summary>
    /// A column of numbers, 0 or more, that says how much each row counts in the loss (<see cref="Dataset.WithWeights"/>); it is no input
    /// of the model. Null for rows that count alike.
    /// </summary>
    public string? Weight { get; init; }

    /// <summary>The seed of the first weights.</summary>
    public ulong Seed { get; init; }
}
