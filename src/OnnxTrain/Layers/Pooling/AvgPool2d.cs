namespace OnnxTrain;

/// <summary>The mean of the elements under each position of a window over images.</summary>
/// <param name="kernelSize">The size of the window along each axis.</param>
/// <param name="stride">The stride; by default the size of the window.</param>
/// <param name="padding">The zero padding around the input; at most half of the window.</param>
/// <param name="ceilMode">Whether windows that start within the input and reach beyond its end are included.</param>
/// <param name="countIncludePad">Whether padding counts in the mean.</param>
/// <param name="dilation">The distance between elements of the window; default 1.</param>
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
