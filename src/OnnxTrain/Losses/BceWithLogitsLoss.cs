namespace OnnxTrain;

/// <summary>
/// Binary cross-entropy of a logit x and a target y in [0, 1]: the mean of softplus(x) − x · y, which is
/// −y ln σ(x) − (1 − y) ln(1 − σ(x)) without its overflow.
/// </summary>
public sealed class BceWithLogitsLoss : Loss
{
    /// <inheritdoc/>
    public override TensorType TargetType(TensorType output) => output;

    /// <inheritdoc/>
    public override Value Of(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (output.Softplus() - (output * target)).Mean();
    }
}
