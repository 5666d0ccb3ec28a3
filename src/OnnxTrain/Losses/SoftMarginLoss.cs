namespace OnnxTrain;

/// <summary>
/// Log loss: ln(1 + e^(−y ŷ)) of a score ŷ and a target y of −1 or 1, numerically stable for scores of any size. With targets of 0 and 1 it
/// is <see cref="BceWithLogitsLoss"/>.
/// </summary>
public sealed class SoftMarginLoss : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (-(output * target)).Softplus();
    }
}
