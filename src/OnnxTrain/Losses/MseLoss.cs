namespace OnnxTrain;

/// <summary>Squared error: (output − target)² of each element. Reduced by <see cref="Reduction"/>, by default to the mean.</summary>
public sealed class MseLoss : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        var difference = output - target;
        return difference * difference;
    }
}
