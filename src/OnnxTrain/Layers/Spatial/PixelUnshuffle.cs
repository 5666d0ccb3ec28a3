namespace OnnxTrain;

/// <summary>
/// Squares of pixels become channels: [batch, channels, r · height, r · width] → [batch, channels · r², height, width]. It undoes
/// <see cref="PixelShuffle"/>.
/// </summary>
/// <param name="factor">r.</param>
public sealed class PixelUnshuffle(int factor) : Module
{
    /// <summary>[batch, channels · r², height, width] for x [batch, channels, r · height, r · width].</summary>
    /// <exception cref="ShapeException">Height or width is no multiple of r, or the channels are not known.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.SpaceToDepth(factor, channelsFirst: true);
    }
}
