namespace OnnxTrain;

/// <summary>
/// ‖θ‖² ≤ r² for all parameters together, to rounding: outside the ball θ ← θ · r / ‖θ‖. For a convex loss the optimum is that with the
/// penalty ½ λ ‖θ‖² for some λ, the Lagrange multiplier of the constraint.
/// </summary>
/// <param name="radius">r.</param>
public sealed class NormLimit(double radius) : WeightConstraint
{
    private readonly double _radius = Positive(radius, nameof(radius));

    /// <summary>Selects the parameters; by default all.</summary>
    public Func<Variable, bool> Applies { get; init; } = _ => true;

    /// <summary>Its r.</summary>
    public override string ToString() => Invariant($"{nameof(NormLimit)}({_radius})");

    /// <inheritdoc/>
    public override IReadOnlyList<Value> Project(IReadOnlyList<Variable> parameters, IReadOnlyList<Value> values)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(values);
        Value? squares = null;
        for (var i = 0; i < values.Count; i++)
        {
            if (!Applies(parameters[i])) continue;
            var square = (values[i] * values[i]).Sum();
            squares = squares is null ? square : squares + square;
        }

        if (squares is null) return values;

        // r / max(‖θ‖, r) is 1 within the ball and never divides by zero.
        var radius = squares.Number(_radius);
        var scale = radius / Value.Max(squares.Sqrt(), radius);
        return [.. values.Select((v, i) => Applies(parameters[i]) ? v * scale : v)];
    }
}
