namespace OnnxTrain;

/// <summary>The largest element under each position of a window over sequences.</summary>
/// <param name="kernelSize">Elements of the window along each axis.</param>
/// <param name="stride">Elements from one position to the next; the window's size unless given.</param>
/// <param name="padding">Elements around the input that never win; at most half of the window.</param>
/// <param name="dilation">Elements from one element of the window to the next; 1 unless given.</param>
/// <param name="ceilMode">Whether a window that begins within the input and reaches beyond its end counts too.</param>
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
