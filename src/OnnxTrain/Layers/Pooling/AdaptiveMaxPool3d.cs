namespace OnnxTrain;

/// <summary>The largest element of parts of each axis of volumes, as many as asked for and as equal as can be.</summary>
/// <param name="outputSize">Parts of each axis; 1 for the largest element of the whole input.</param>
public sealed class AdaptiveMaxPool3d(Extent outputSize) : Module
{
    /// <summary>[batch, channels, parts …] for x [batch, channels, depth, height, width].</summary>
    public override Value Forward(Value x)
    {
        PoolingLayer.Require(x, 3, nameof(AdaptiveMaxPool3d));
        return x.AdaptiveMaxPool(outputSize);
    }
}
