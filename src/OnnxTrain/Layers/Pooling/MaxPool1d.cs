namespace OnnxTrain;

/// <summary>The largest element under each position of a window over sequences.</summary>
/// <param name="kernelSize">The size of the window along each axis.</param>
/// <param name="stride">The stride; by default the size of the window.</param>
/// <param name="padding">The padding around the input, which is never the maximum; at most half of the window.</param>
/// <param name="dilation">The distance between elements of the window; default 1.</param>
/// <param name="ceilMode">Whether windows that start within the input and reach beyond its end are included.</param>
public sealed class MaxPool1d(
    Extent kernelSize, Extent stride = default, Padding padding = default, Extent dilation = default, bool ceilMode = false
) : Module
{
    /// <summary>[batch, channels, positions] for x [batch, channels, length].</summary>
    public override Value Forward(Value x)
    {
        PoolingLayer.Require(x, 1, nameof(MaxPool1d));
        return x.MaxPool(kernelSize, stride, padding, dilation, ceilMode);
    }
}
