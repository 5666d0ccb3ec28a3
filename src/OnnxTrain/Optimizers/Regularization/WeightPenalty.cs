namespace OnnxTrain;

/// <summary>
/// λ₁ Σ |w| + ½ λ₂ Σ w²: lasso (Tibshirani, 1996) with only λ₁, ridge (Hoerl and Kennard, 1970) with only λ₂, the elastic net (Zou and
/// Hastie, 2005) with both. By default biases are excluded, see <see cref="Applies"/>.
/// </summary>
public sealed class WeightPenalty : Penalty
{
    /// <summary>λ₁: the weight of the sum of absolute values.</summary>
    public double L1 { get; init => field = NotNegative(value, nameof(L1)); }

    /// <summary>λ₂: the weight of half the sum of squares.</summary>
    public double L2 { get; init => field = NotNegative(value, nameof(L2)); }

    /// <summary>Selects the parameters; by default those with at least two axes, which excludes biases.</summary>
    public Func<Variable, bool> Applies { get; init; } = v => v.Shape.Rank >= 2;

    /// <inheritdoc/>
    public override Value? Of(IReadOnlyList<Variable> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Value? sum = null;
        foreach (var parameter in parameters.Where(Applies))
        {
            Value w = parameter;
            if (L1 > 0) Add(w.Abs().Sum() * L1);
            if (L2 > 0) Add((w * w).Sum() * (0.5 * L2));
        }

        return sum;

        void Add(Value term) => sum = sum is null ? term : sum + term;
    }

    /// <summary>λ₁ and λ₂.</summary>
    public override string ToString() => Invariant($"{nameof(WeightPenalty)}(L1 {L1}, L2 {L2})");

    private static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be 0 or more.");
}
