namespace OnnxTrain;

/// <summary>
/// Layers of an encoder in sequence, <c>layers.0</c>, <c>layers.1</c> …, and an optional normalization <c>norm</c> after them, as in
/// PyTorch. With causal layers it is the body of a language model.
/// </summary>
/// <param name="count">The number of layers, at least 1.</param>
/// <param name="layer">Creates a layer.</param>
/// <param name="norm">The normalization after the last layer, or null; networks whose layers normalize first need one.</param>
public sealed class TransformerEncoder(int count, Func<TransformerEncoderLayer> layer, Module? norm = null) : Module
{
    private readonly TransformerEncoderLayer[] _layers = TransformerSizes.Layers(count, layer);

    /// <summary>A tensor of the same shape as x [batch, sequence, features].</summary>
    public override Value Forward(Value x) => Forward([x]);

    /// <summary>The inputs x and, optionally, a mask, as each layer takes them.</summary>
    public override Value Forward(params Value[] inputs)
    {
        if (inputs is not [var x, .. var masks])
            throw new ArgumentException("TransformerEncoder takes x and optionally a mask.", nameof(inputs));
        ArgumentNullException.ThrowIfNull(x);
        foreach (var one in _layers) x = x.Apply(one, masks);
        return norm is null ? x : x.Apply(norm);
    }
}
