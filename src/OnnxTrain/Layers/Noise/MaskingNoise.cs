namespace OnnxTrain;

/// <summary>
/// Sets random elements to 0 during training and leaves the others unchanged, the corruption of denoising autoencoders
/// (Vincent et al., 2008); does nothing at inference. <see cref="Dropout"/> also scales the others up.
/// </summary>
/// <param name="rate">The probability of 0: at least 0 and below 1.</param>
public sealed class MaskingNoise(double rate) : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.MaskingNoise(rate);
    }
}
