namespace OnnxTrain;

/// <summary>
/// The largest element over parts of sequences: each axis is divided into the given number of parts, as equal as possible.
/// </summary>
/// <param name="outputSize">The number of parts of each axis; 1 for the largest element of the whole input.</param>
public sealed class AdaptiveMaxPool1d(Extent outputSize) : Module
{
    /// <summary>[batch, channels, parts …] for x [batch, channels, length].</summary>
    public override Value Forward(Value x)
    {
        PoolingLayer.Require(x, 1, nameof(AdaptiveMaxPool1d));
        return x.AdaptiveMaxPool(outputSize);
    }
}
