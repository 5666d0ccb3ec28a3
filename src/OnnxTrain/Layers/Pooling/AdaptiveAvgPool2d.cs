namespace OnnxTrain;

/// <summary>The mean of parts of each axis of images, as many as asked for and as equal as can be.</summary>
/// <param name="outputSize">Parts of each axis; 1 for the mean of the whole input.</param>
public sealed class AdaptiveAvgPool2d(Extent outputSize) : Module
{
    /// <summary>[batch, channels, parts …] for x [batch, channels, height, width].</summary>
    public override Value Forward(Value x)
    {
        PoolingLayer.Require(x, 2, nameof(AdaptiveAvgPool2d));
        return x.AdaptiveAveragePool(outputSize);
    }
}
