namespace OnnxTrain;

/// <summary>The loss to minimize: a scalar computed from the output of the network and the target.</summary>
public abstract class Loss
{
    /// <summary>The type of target that goes with an output of type <paramref name="output"/>.</summary>
    /// <exception cref="ShapeException">The loss does not take such outputs.</exception>
    public abstract TensorType TargetType(TensorType output);

    /// <summary>The loss as a scalar, such as the mean over the batch.</summary>
    /// <param name="output">The output of the network.</param>
    /// <param name="target">The target, of the type <see cref="TargetType"/>.</param>
    public abstract Value Of(Value output, Value target);

    /// <summary>
    /// The loss as a scalar where rows have weights, such as Σ w · loss / Σ w. All losses of the library take weights; one's own does
    /// if it overrides this.
    /// </summary>
    /// <param name="output">The output of the network.</param>
    /// <param name="target">The target, of the type <see cref="TargetType"/>.</param>
    /// <param name="weights">The weight of each row, [batch], of the output's element type and not negative; all may be 0.</param>
    /// <exception cref="NotSupportedException">The loss takes no weights.</exception>
    public virtual Value Of(Value output, Value target, Value weights) =>
        throw new NotSupportedException(
            $"{GetType().Name} takes no weights of rows, and the data have some: override its Of(output, target, weights), or train on "
                + "data without weights.");

    /// <summary>
    /// What a batch counts in the mean of several, a scalar: the number that its losses were divided by. Null for the number of rows.
    /// </summary>
    internal virtual Value? Total(Value output, Value target, Value? weights) => weights is null ? null : Reductions.Total(weights);
}
