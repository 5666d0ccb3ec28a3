namespace OnnxTrain;

/// <summary>A loss that compares output and target element by element.</summary>
public abstract class ElementwiseLoss : Loss
{
    /// <summary>How the losses of all elements are reduced; by default to their mean.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>Returns the type of the output: there is a target for each element.</summary>
    public override TensorType TargetType(TensorType output) => output;

    /// <summary>The loss as a scalar, reduced by <see cref="Reduction"/>.</summary>
    /// <param name="output">The output of the network.</param>
    /// <param name="target">The target, of the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public sealed override Value Of(Value output, Value target) => Reductions.Reduce(Checked(output, target), Reduction);

    /// <summary>
    /// The loss with row weights, as a scalar: by default Σ wᵢ lᵢⱼ / (Σ w · columns), the weighted mean of the rows' means, see
    /// <see cref="Reduction"/>.
    /// </summary>
    /// <param name="output">The output of the network.</param>
    /// <param name="target">The target, of the same shape.</param>
    /// <param name="weights">The weight of each row: [batch].</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public sealed override Value Of(Value output, Value target, Value weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Reductions.Reduce(Checked(output, target), Reduction, weights);
    }

    /// <summary>The loss of each element, with the shape of output and target.</summary>
    /// <param name="output">The output of the network.</param>
    /// <param name="target">The target.</param>
    protected abstract Value Each(Value output, Value target);

    // A sum is not divided by weights; batches count by their rows, as without weights.
    internal override Value? Total(Value output, Value target, Value? weights) =>
        Reduction == Reduction.Sum ? null : base.Total(output, target, weights);

    private Value Checked(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        return output.Shape.Equals(target.Shape)
            ? Each(output, target)
            : throw new ShapeException(
                $"{GetType().Name}: the network yields {output.Type} and the targets are {target.Type}; they must have the same shape.");
    }
}
