namespace OnnxTrain;

/// <summary>A loss with one value per row.</summary>
public abstract class RowLoss : Loss
{
    /// <summary>How the losses of all rows are reduced; by default to their mean.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>The loss as a scalar, reduced by <see cref="Reduction"/>.</summary>
    /// <param name="output">The output of the network.</param>
    /// <param name="target">The targets, of the type <see cref="Loss.TargetType"/>.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public sealed override Value Of(Value output, Value target) => Reductions.Reduce(Each(output, target), Reduction);

    /// <summary>The loss with row weights, as a scalar: by default Σ w · loss / Σ w, see <see cref="Reduction"/>.</summary>
    /// <param name="output">The output of the network.</param>
    /// <param name="target">The targets, of the type <see cref="Loss.TargetType"/>.</param>
    /// <param name="weights">The weight of each row: [batch].</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public sealed override Value Of(Value output, Value target, Value weights)
    {
        ArgumentNullException.ThrowIfNull(weights);

        // A row with weight 0 may have an infinite loss, and 0 · ∞ would be NaN.
        var losses = Each(output, target);
        if (losses.Type == weights.Type) losses = Value.Where(weights.EqualTo(0), Value.Constant(0, losses.ElementType), losses);
        return Reductions.Reduce(losses, Reduction, weights);
    }

    /// <summary>The loss of each row, [batch].</summary>
    /// <param name="output">The output of the network.</param>
    /// <param name="target">The targets.</param>
    protected abstract Value Each(Value output, Value target);

    // A sum is not divided by weights; batches count by their rows, as without weights.
    internal override Value? Total(Value output, Value target, Value? weights) =>
        Reduction == Reduction.Sum ? null : base.Total(output, target, weights);

    /// <summary>The vectors of each row of an output [batch, count, features].</summary>
    private protected Value[] Vectors(Value output, int count, string names)
    {
        ArgumentNullException.ThrowIfNull(output);
        RequireVectors(output.Type, count, names);
        return [.. Enumerable.Range(0, count).Select(i => output.Slice(1, i, i + 1).Squeeze(1))];
    }

    /// <summary>Throws unless an output is [batch, count, features].</summary>
    private protected void RequireVectors(TensorType output, int count, string names)
    {
        if (output.Shape.Rank != 3 || output.Shape[1] != count)
            throw new ShapeException(
                $"{GetType().Name}: the network yields {output}; it must yield [batch, {count}, features]: for each row {names} (Stack "
                    + "combines them).");
    }
}
