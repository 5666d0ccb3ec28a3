namespace OnnxTrain;

/// <summary>
/// ‖w‖ ≤ r for the incoming weights w of each unit, to rounding: if ‖w‖ is larger, w ← w · r / ‖w‖ (max-norm: Srivastava et al., 2014,
/// "Dropout"). The first axis of a parameter is the axis of units, as in a linear layer's weight [out, in].
/// </summary>
/// <param name="radius">r; Srivastava et al. use 3 to 4.</param>
public sealed class UnitNormLimit(double radius) : WeightConstraint
{
    private readonly double _radius = Positive(radius, nameof(radius));

    /// <summary>Selects the parameters; by default those with at least two axes, which excludes biases.</summary>
    public Func<Variable, bool> Applies { get; init; } = v => v.Shape.Rank >= 2;

    /// <summary>Its r.</summary>
    public override string ToString() => Invariant($"{nameof(UnitNormLimit)}({_radius})");

    /// <inheritdoc/>
    public override IReadOnlyList<Value> Project(IReadOnlyList<Variable> parameters, IReadOnlyList<Value> values)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(values);
        return [.. values.Select((v, i) => v.Rank > 0 && Applies(parameters[i]) ? Project(v) : v)];
    }

    private Value Project(Value w)
    {
        var squares = w * w;
        if (w.Rank > 1) squares = squares.Sum(keepAxes: true, [.. Enumerable.Range(1, w.Rank - 1)]);
        var radius = w.Number(_radius);
        return w * (radius / Value.Max(squares.Sqrt(), radius));
    }
}
