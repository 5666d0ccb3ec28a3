namespace OnnxTrain;

/// <summary>Mean squared error: the mean of (output − target)² over all elements.</summary>
public sealed class MseLoss : Loss
{
    /// <inheritdoc/>
    public override TensorType TargetType(TensorType output) => output;

    /// <inheritdoc/>
    public override Value Of(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        var difference = output - target;
        return (difference * difference).Mean();
    }
}
