namespace OnnxTrain;

/// <summary>
/// Layers of a decoder in sequence, <c>layers.0</c>, <c>layers.1</c> …, and an optional normalization <c>norm</c> after them, as in
/// PyTorch. Each layer attends to the same memory.
/// </summary>
/// <param name="count">The number of layers, at least 1.</param>
/// <param name="layer">Creates a layer.</param>
/// <param name="norm">The normalization after the last layer, or null; networks whose layers normalize first need one.</param>
public sealed class TransformerDecoder(int count, Func<TransformerDecoderLayer> layer, Module? norm = null) : Module
{
    private readonly TransformerDecoderLayer[] _layers = TransformerSizes.Layers(count, layer);

    /// <summary>The inputs x, memory and, optionally, masks, as each layer takes them.</summary>
    /// <returns>A tensor of the same shape as x [batch, sequence, features].</returns>
    public override Value Forward(params Value[] inputs)
    {
        if (inputs is not [var x, .. var others])
            throw new ArgumentException(
                "TransformerDecoder takes x, the memory, and optionally masks of the memory and of x.", nameof(inputs));
        foreach (var one in _layers) x = x.Apply(one, others);
        return norm is null ? x : x.Apply(norm);
    }
}
