namespace OnnxTrain;

/// <summary>The network of a <see cref="TabularModel"/>.</summary>
public sealed record TabularOptions
{
    /// <summary>Units of each hidden layer; none makes a linear model.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 32];

    /// <summary>The function after each hidden layer.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The probability with which a hidden unit is dropped while training: at least 0 and below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>Columns that the model does not look at.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>The seed of the first weights.</summary>
    public ulong Seed { get; init; }
}
