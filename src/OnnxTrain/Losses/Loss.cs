namespace OnnxTrain;

/// <summary>The loss to minimize: a scalar computed from the output of the network and the target.</summary>
public abstract class Loss
{
    /// <summary>The type of the target for an output of type <paramref name="output"/>.</summary>
    /// <exception cref="ShapeException">The loss does not take such outputs.</exception>
    public abstract TensorType TargetType(TensorType output);

    /// <summary>The loss as a scalar, such as the mean over the batch.</summary>
    /// <param name="output">The output of the network.</param>
    /// <param name="target">The target, of the type <see cref="TargetType"/>.</param>
    public abstract Value Of(Value output, Value target);

    /// <summary>
    /// The loss with row weights, as a scalar, such as Σ w · loss / Σ w. All losses of the library support weights; a custom loss supports
    /// them if it overrides this method.
    /// </summary>
    /// <param name="output">The output of the network.</param>
    /// <param name="target">The target, of the type <see cref="TargetType"/>.</param>
    /// <param name="weights">The weight of each row, [batch], of the output's element type and not negative; all may be 0.</param>
    /// <exception cref="NotSupportedException">The loss does not support weights.</exception>
    public virtual Value Of(Value output, Value target, Value weights) =>
        throw new NotSupportedException(
            $"{GetType().Name} does not support row weights, and the data have weights: override its Of(output, target, weights), or "
                + "train on data without weights.");

    /// <summary>
    /// The weight of a batch in the mean over batches, a scalar: the number that its losses were divided by. Null for the number of rows.
    /// </summary>
    internal virtual Value? Total(Value output, Value target, Value? weights) => weights is null ? null : Reductions.Total(weights);
}
