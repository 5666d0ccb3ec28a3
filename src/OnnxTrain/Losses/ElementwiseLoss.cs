namespace OnnxTrain;

/// <summary>A loss that compares output and target number by number.</summary>
public abstract class ElementwiseLoss : Loss
{
    /// <summary>How the losses of all elements become one number; their mean unless set.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>A target for each element: the type of the output.</summary>
    public override TensorType TargetType(TensorType output) => output;

    /// <summary>The loss as a scalar, reduced as <see cref="Reduction"/> says.</summary>
    /// <param name="output">What the network yields.</param>
    /// <param name="target">What it should yield: same shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public sealed override Value Of(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        return output.Shape.Equals(target.Shape)
            ? Reductions.Reduce(Each(output, target), Reduction)
            : throw new ShapeException($"{GetType().Name}: the network yields {output.Type} and the targets are {target.Type}; both have to have the same shape.");
    }

    /// <summary>The loss of each element, of the shape of both.</summary>
    /// <param name="output">What the network yields.</param>
    /// <param name="target">What it should yield.</param>
    protected abstract Value Each(Value output, Value target);
}
