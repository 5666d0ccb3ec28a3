namespace OnnxTrain;

/// <summary>
/// x̂ = decoder(encoder(x)): learns to give its input back through a code, usually a narrow one (Rumelhart, Hinton and Williams, 1986;
/// Hinton and Salakhutdinov, 2006). Train it on <see cref="Autoencoding.AsAutoencoding"/> with <see cref="MseLoss"/>,
/// <see cref="BceLoss"/>, or, where the decoder ends in logits, <see cref="BceWithLogitsLoss"/>. <see cref="Model.Copy"/> makes a model
/// of the encoder or the decoder alone.
/// </summary>
/// <param name="encoder">From the input to the code.</param>
/// <param name="decoder">From the code to the input's shape; <see cref="TiedLinear"/> shares the encoder's weights.</param>
public sealed class Autoencoder(Module encoder, Module decoder) : Module
{
    /// <summary>From the input to the code.</summary>
    public Module Encoder { get; } = encoder ?? throw new ArgumentNullException(nameof(encoder));

    /// <summary>From the code to the input's shape.</summary>
    public Module Decoder { get; } = decoder ?? throw new ArgumentNullException(nameof(decoder));

    /// <summary>
    /// What is done to the input while training, the target staying clean: a denoising autoencoder (Vincent et al., 2008). A module that is
    /// does nothing at inference, such as <see cref="MaskingNoise"/>; null for none.
    /// </summary>
    public Module? Corruption { get; init; }

    /// <summary>The reconstruction of x, of the shape that the decoder returns.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (Corruption is not null) x = x.Apply(Corruption);
        return x.Apply(Encoder).Apply(Decoder);
    }
}
