namespace OnnxTrain;

/// <summary>The common part of pooling layers.</summary>
internal static class PoolingLayer
{
    /// <exception cref="ShapeException">The input has another number of axes than the layer.</exception>
    public static void Require(Value x, int axes, string layer)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != axes + 2)
            throw new ShapeException($"{layer}: {x.Shape} does not fit; it must be [batch, channels, {Window.SpatialNames(axes)}].");
    }
}
