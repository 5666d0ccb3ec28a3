namespace OnnxTrain;

/// <summary>The mean of the elements under each position of a window over images.</summary>
/// <param name="kernelSize">Elements of the window along each axis.</param>
/// <param name="stride">Elements from one position to the next; the window's size unless given.</param>
/// <param name="padding">Zeros around the input; at most half of the window.</param>
/// <param name="ceilMode">Whether a window that begins within the input and reaches beyond its end counts too.</param>
/// <param name="countIncludePad">Whether padding counts in the mean.</param>
/// <param name="dilation">Elements from one element of the window to the next; 1 unless given.</param>
public sealed class AvgPool2d(
    Extent kernelSize, Extent stride = default, Padding padding = default, bool ceilMode = false, bool countIncludePad = true,
    Extent dilation = default
) : Module
{
    /// <summary>[batch, channels, positions …] for x [batch, channels, height, width].</summary>
    public override Value Forward(Value x)
    {
        PoolingLayer.Require(x, 2, nameof(AvgPool2d));
        return x.AveragePool(kernelSize, stride, padding, ceilMode, countIncludePad, dilation);
    }
}
