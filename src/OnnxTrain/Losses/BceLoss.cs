namespace OnnxTrain;

/// <summary>
/// Binary cross-entropy of a probability p and a target y in [0, 1]: −y ln p − (1 − y) ln(1 − p). Logarithms are clamped at −100, as in
/// PyTorch; where they are, the gradient is 0. <see cref="BceWithLogitsLoss"/> takes logits and is more accurate.
/// </summary>
public sealed class BceLoss : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        return -((target * Logarithm(output)) + ((1 - target) * Logarithm(1 - output)));
    }

    /// <summary>
    /// ln p, but −100 where p is below e⁻¹⁰⁰; there, the logarithm of 1 is taken, so that the gradient is finite. NaN stays NaN.
    /// </summary>
    private static Value Logarithm(Value p)
    {
        var vanishes = p < Math.Exp(-100);
        return Value.Where(vanishes, p.Number(-100), Value.Where(vanishes, p.Number(1), p).Log());
    }
}
