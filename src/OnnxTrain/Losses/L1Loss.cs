namespace OnnxTrain;

/// <summary>Absolute error: |output − target| of each element. Its gradient is 0 where they are equal.</summary>
public sealed class L1Loss : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (output - target).Abs();
    }
}
