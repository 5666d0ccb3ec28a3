namespace OnnxTrain;

/// <summary>
/// Sets whole channels of x [batch, channels, depth, height, width] to 0 at random during training and scales the others up (Tompson et
/// al., 2015); does nothing at inference. Neighbouring elements of a channel are strongly correlated, so dropping single elements has
/// little effect.
/// </summary>
/// <param name="rate">The probability of 0 for each channel of each row: at least 0 and below 1.</param>
public sealed class Dropout3d(double rate = 0.5) : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    /// <exception cref="ShapeException">x has another number of axes.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        LayerInput.Require(nameof(Dropout3d), x, [5]);
        return x.ChannelDropout(rate);
    }
}
