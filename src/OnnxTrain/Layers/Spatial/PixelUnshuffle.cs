namespace OnnxTrain;

/// <summary>
/// Rearranges blocks of pixels into channels: [batch, channels, r · height, r · width] → [batch, channels · r², height, width]. The inverse
/// of <see cref="PixelShuffle"/>.
/// </summary>
/// <param name="factor">r.</param>
public sealed class PixelUnshuffle(int factor) : Module
{
    /// <summary>[batch, channels · r², height, width] for x [batch, channels, r · height, r · width].</summary>
    /// <exception cref="ShapeException">Height or width is not a multiple of r, or the number of channels is not known.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.SpaceToDepth(factor, channelsFirst: true);
    }
}
