namespace OnnxTrain;

/// <summary>max(0, 1 − y ŷ) of a score ŷ and a target y of −1 or 1 (Cortes and Vapnik, 1995, "Support-vector networks").</summary>
public sealed class HingeLoss : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (1 - (output * target)).Relu();
    }
}
