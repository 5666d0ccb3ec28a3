namespace OnnxTrain;

/// <summary>Parameters with their own learning rate or weight decay.</summary>
/// <param name="applies">Selects parameters by name: <c>name => name.EndsWith(".bias")</c>.</param>
public sealed class ParameterGroup(Func<string, bool> applies)
{
    private readonly Func<string, bool> _applies = applies ?? throw new ArgumentNullException(nameof(applies));

    /// <summary>The factor of the learning rate; 0 freezes the parameters.</summary>
    public double RateFactor { get; init => field = NotNegative(value, nameof(RateFactor)); } = 1;

    /// <summary>The weight decay; null for the optimizer's.</summary>
    public double? WeightDecay { get; init => field = value is null ? null : NotNegative(value.Value, nameof(WeightDecay)); }

    /// <summary>Its rate factor and weight decay.</summary>
    public override string ToString() =>
        Invariant($"rate factor {RateFactor}{(WeightDecay is { } decay ? Invariant($", weight decay {decay}") : "")}");

    internal bool Holds(Variable parameter) => _applies(parameter.Name);

    private static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be 0 or more.");
}
