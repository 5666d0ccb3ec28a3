namespace OnnxTrain;

/// <summary>
/// Binary cross-entropy of a probability p and a target y in [0, 1]: −y ln p − (1 − y) ln(1 − p). Logarithms stop at −100, as in PyTorch,
/// so that p of 0 and 1 have a loss and a gradient of 0 there. <see cref="BceWithLogitsLoss"/> takes logits and is more exact.
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

    /// <summary>ln p, but −100 where p is below e⁻¹⁰⁰; the logarithm there is of 1, so that no gradient is endless. NaN stays.</summary>
    private static Value Logarithm(Value p)
    {
        var vanishes = p < Math.Exp(-100);
        return Value.Where(vanishes, p.Number(-100), Value.Where(vanishes, p.Number(1), p).Log());
    }
}
