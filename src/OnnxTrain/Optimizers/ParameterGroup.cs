namespace OnnxTrain;

/// <summary>Parameters that learn at a rate, or with a weight decay, of their own.</summary>
/// <param name="applies">Which parameters it holds, by name: <c>name => name.EndsWith(".bias")</c>.</param>
public sealed class ParameterGroup(Func<string, bool> applies)
{
    private readonly Func<string, bool> _applies = applies ?? throw new ArgumentNullException(nameof(applies));

    /// <summary>The factor of the learning rate; 0 freezes the parameters.</summary>
    public double RateFactor { get; init => field = NotNegative(value, nameof(RateFactor)); } = 1;

    /// <summary>The weight decay in place of the optimizer's, or null for the optimizer's.</summary>
    public double? WeightDecay { get; init => field = value is null ? null : NotNegative(value.Value, nameof(WeightDecay)); }

    /// <summary>Its rate factor and weight decay.</summary>
    public override string ToString() =>
        Invariant($"rate factor {RateFactor}{(WeightDecay is { } decay ? Invariant($", weight decay {decay}") : "")}");

    internal bool Holds(Variable parameter) => _applies(parameter.Name);

    private static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "It has to be a number that is not negative.");
}
