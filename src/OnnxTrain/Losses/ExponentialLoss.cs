namespace OnnxTrain;

/// <summary>
/// e^(−y ŷ) of a score ŷ and a target y of −1 or 1, which AdaBoost minimizes (Schapire and Singer, 1999). It grows exponentially for
/// confident errors: a float32 score that is wrong by more than 88 gives an infinite loss.
/// </summary>
public sealed class ExponentialLoss : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (-(output * target)).Exp();
    }
}
