namespace OnnxTrain;

/// <summary>
/// Sets whole channels of x [batch, channels, depth, height, width] to 0 at random while training and scales the others up (Tompson et al.,
/// 2015); does nothing at inference. Neighbours in a channel tell nearly the same, so that dropping them one by one leaves most of it.
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
