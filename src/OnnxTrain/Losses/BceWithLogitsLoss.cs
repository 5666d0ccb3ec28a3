namespace OnnxTrain;

/// <summary>
/// Binary cross-entropy of a logit x and a target y in [0, 1]: softplus(x) − x · y, which is −y ln σ(x) − (1 − y) ln(1 − σ(x)) without
/// overflow. Reduced by <see cref="Reduction"/>, by default to the mean over all elements.
/// </summary>
public sealed class BceWithLogitsLoss : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Softplus() - (output * target);
    }
}
