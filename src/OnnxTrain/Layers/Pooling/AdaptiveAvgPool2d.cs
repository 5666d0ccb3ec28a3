namespace OnnxTrain;

/// <summary>The mean over parts of images: each axis is divided into the given number of parts, as equal as possible.</summary>
/// <param name="outputSize">The number of parts of each axis; 1 for the mean of the whole input.</param>
public sealed class AdaptiveAvgPool2d(Extent outputSize) : Module
{
    /// <summary>[batch, channels, parts …] for x [batch, channels, height, width].</summary>
    public override Value Forward(Value x)
    {
        PoolingLayer.Require(x, 2, nameof(AdaptiveAvgPool2d));
        return x.AdaptiveAveragePool(outputSize);
    }
}
