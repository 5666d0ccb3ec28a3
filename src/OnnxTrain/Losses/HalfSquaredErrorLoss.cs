namespace OnnxTrain;

/// <summary>
/// ½ (output − target)² of each element, whose gradient is the difference itself. With <see cref="Reduction.Sum"/> it is ½ Σ (output −
/// target)², the error of the delta rule and of backpropagation as first published (Rumelhart, Hinton and Williams, 1986).
/// </summary>
public sealed class HalfSquaredErrorLoss : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        var difference = output - target;
        return 0.5 * (difference * difference);
    }
}
