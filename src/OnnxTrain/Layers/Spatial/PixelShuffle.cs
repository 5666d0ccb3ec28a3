namespace OnnxTrain;

/// <summary>
/// Rearranges channels into blocks of pixels: [batch, channels · r², height, width] → [batch, channels, r · height, r · width] (Shi et al.,
/// 2016, "Real-time single image and video super-resolution using an efficient sub-pixel convolutional neural network").
/// </summary>
/// <param name="factor">r.</param>
public sealed class PixelShuffle(int factor) : Module
{
    /// <summary>[batch, channels, r · height, r · width] for x [batch, channels · r², height, width].</summary>
    /// <exception cref="ShapeException">The number of channels is not a multiple of r², or not known.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DepthToSpace(factor, channelsFirst: true);
    }
}
