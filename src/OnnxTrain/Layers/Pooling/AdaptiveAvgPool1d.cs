namespace OnnxTrain;

/// <summary>The mean of parts of each axis of sequences, as many as asked for and as equal as can be.</summary>
/// <param name="outputSize">Parts of each axis; 1 for the mean of the whole input.</param>
public sealed class AdaptiveAvgPool1d(Extent outputSize) : Module
{
    /// <summary>[batch, channels, parts …] for x [batch, channels, length].</summary>
    public override Value Forward(Value x)
    {
        PoolingLayer.Require(x, 1, nameof(AdaptiveAvgPool1d));
        return x.AdaptiveAveragePool(outputSize);
    }
}
