namespace OnnxTrain;

/// <summary>
/// ½ d² where |d| ≤ δ, else δ (|d| − ½ δ), of d = output − target (Huber, 1964, "Robust estimation of a location parameter"): squared
/// error near 0, absolute error far from it.
/// </summary>
/// <param name="delta">δ, above 0: the difference at which the two meet.</param>
public sealed class HuberLoss(double delta = 1) : ElementwiseLoss
{
    private readonly double _delta = delta > 0
        ? delta
        : throw new ArgumentOutOfRangeException(nameof(delta), delta, "HuberLoss: δ must be above 0.");

    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);

        // with c = min(|d|, δ) both are c (|d| − ½ c)
        var size = (output - target).Abs();
        var c = Value.Min(size, size.Number(_delta));
        return c * (size - (0.5 * c));
    }
}
