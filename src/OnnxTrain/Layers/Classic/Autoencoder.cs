namespace OnnxTrain;

/// <summary>
/// x̂ = decoder(encoder(x)): learns to reconstruct its input from a code, usually a narrow one (Rumelhart, Hinton and Williams, 1986;
/// Hinton and Salakhutdinov, 2006). Train it on <see cref="Autoencoding.AsAutoencoding"/> with <see cref="MseLoss"/>,
/// <see cref="BceLoss"/>, or, if the decoder yields logits, <see cref="BceWithLogitsLoss"/>. <see cref="Model.Copy"/> creates a model of
/// only the encoder or the decoder.
/// </summary>
/// <param name="encoder">The encoder, from the input to the code.</param>
/// <param name="decoder">The decoder, from the code to the input's shape; <see cref="TiedLinear"/> shares the encoder's weights.</param>
public sealed class Autoencoder(Module encoder, Module decoder) : Module
{
    /// <summary>The encoder, from the input to the code.</summary>
    public Module Encoder { get; } = encoder ?? throw new ArgumentNullException(nameof(encoder));

    /// <summary>The decoder, from the code to the input's shape.</summary>
    public Module Decoder { get; } = decoder ?? throw new ArgumentNullException(nameof(decoder));

    /// <summary>
    /// The corruption of the input during training, with a clean target: a denoising autoencoder (Vincent et al., 2008). A module that does
    /// nothing at inference, such as <see cref="MaskingNoise"/>; null for none.
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
