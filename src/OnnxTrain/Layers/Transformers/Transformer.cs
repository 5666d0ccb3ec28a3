namespace OnnxTrain;

/// <summary>
/// An encoder and a decoder (Vaswani et al., 2017, "Attention is all you need"), each with a normalization at its end, for sequences that
/// are already embedded. Variables are named as in the state dict of PyTorch's <c>Transformer</c> (<c>encoder.layers.0.linear1.weight</c>).
/// </summary>
public sealed class Transformer : Module
{
    private readonly TransformerEncoder _encoder;
    private readonly TransformerDecoder _decoder;

    /// <summary>Creates encoder and decoder.</summary>
    /// <param name="features">The features of both sequences.</param>
    /// <param name="heads">The number of heads, a divisor of <paramref name="features"/>.</param>
    /// <param name="encoderLayers">The layers of the encoder.</param>
    /// <param name="decoderLayers">The layers of the decoder.</param>
    /// <param name="feedForward">The units of the first linear layer of each feed-forward network.</param>
    /// <param name="dropout">The rate of dropout.</param>
    /// <param name="activation">The activation of the feed-forward networks; null for ReLU.</param>
    /// <param name="normFirst">Whether normalization comes before attention and feed-forward networks.</param>
    /// <param name="causal">Whether each position of the decoder attends only to those up to its own.</param>
    /// <exception cref="ArgumentException">The features cannot be divided among the heads, or a number is out of range.</exception>
    public Transformer(
        int features, int heads, int encoderLayers = 6, int decoderLayers = 6, int feedForward = 2048, double dropout = 0.1,
        Func<Value, Value>? activation = null, bool normFirst = false, bool causal = true)
    {
        _encoder = new(encoderLayers, () => new(features, heads, feedForward, dropout, activation, normFirst), new LayerNorm([features]));
        _decoder = new(
            decoderLayers, () => new(features, heads, feedForward, dropout, activation, normFirst, causal), new LayerNorm([features]));
    }

    /// <summary>
    /// The inputs source [batch, keys, features] and target [batch, sequence, features]; optionally a mask of the source, such as bool
    /// [batch, keys], false for padding; and optionally a mask of the target.
    /// </summary>
    /// <returns>A tensor of the same shape as the target.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public override Value Forward(params Value[] inputs)
    {
        if (inputs is not [var source, var target, .. var masks] || masks.Length > 2)
            throw new ArgumentException("Transformer takes source, target, and optionally masks of the two.", nameof(inputs));
        var memory = source.Apply(_encoder, [.. masks.Take(1)]);
        return target.Apply(_decoder, [memory, .. masks]);
    }
}
