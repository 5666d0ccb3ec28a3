namespace OnnxTrain;

/// <summary>
/// A layer of a transformer's decoder: self-attention, attention to the memory of an encoder, and a feed-forward network of two linear
/// layers, each with dropout, a residual connection and layer normalization (Vaswani et al., 2017). Tensors are [batch, sequence,
/// features]; variables are named as in PyTorch's state dicts (<c>self_attn.…</c>, <c>multihead_attn.…</c>, <c>linear1.weight</c>).
/// </summary>
public sealed class TransformerDecoderLayer : Module
{
    private readonly MultiheadAttention _selfAttention, _memoryAttention;
    private readonly Linear _linear1, _linear2;
    private readonly LayerNorm _norm1, _norm2, _norm3;
    private readonly bool _normFirst;
    private readonly double _dropout;
    private readonly Func<Value, Value> _activation;

    /// <inheritdoc cref="TransformerEncoderLayer(int, int, int, double, Func{Value, Value}?, bool, bool, double, bool)"/>
    public TransformerDecoderLayer(
        int features, int heads, int feedForward = 2048, double dropout = 0.1, Func<Value, Value>? activation = null,
        bool normFirst = false, bool causal = true, double epsilon = 1e-5, bool bias = true)
    {
        _selfAttention = new(features, heads, dropout, bias) { IsCausal = causal };
        _memoryAttention = new(features, heads, dropout, bias);
        (_linear1, _linear2) = (new(features, feedForward, bias), new(feedForward, features, bias));
        (_norm1, _norm2, _norm3) = (Norm(), Norm(), Norm());
        (_normFirst, _dropout, _activation) = (normFirst, dropout, activation ?? (static x => x.Relu()));

        LayerNorm Norm() => new([features], epsilon, bias: bias);
    }

    /// <summary>
    /// The inputs x [batch, sequence, features] and memory [batch, keys, features]; optionally a mask of the memory, such as bool [batch,
    /// keys], false for padding; and optionally a mask of x, both as <see cref="MultiheadAttention"/> takes them.
    /// </summary>
    /// <returns>A tensor of the same shape as x.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public override Value Forward(params Value[] inputs)
    {
        if (inputs is not [var x, var memory, .. var masks] || masks.Length > 2)
            throw new ArgumentException(
                "TransformerDecoderLayer takes x, the memory, and optionally masks of the memory and of x.", nameof(inputs));
        Value[] own = masks.Length > 1 ? [masks[1]] : [], others = masks.Length > 0 ? [memory, memory, masks[0]] : [memory, memory];
        if (_normFirst)
        {
            x += x.Apply(_norm1).Apply(_selfAttention, "self_attn", own).Dropout(_dropout);
            x += x.Apply(_norm2).Apply(_memoryAttention, "multihead_attn", others).Dropout(_dropout);
            return x + FeedForward(x.Apply(_norm3));
        }

        x = (x + x.Apply(_selfAttention, "self_attn", own).Dropout(_dropout)).Apply(_norm1);
        x = (x + x.Apply(_memoryAttention, "multihead_attn", others).Dropout(_dropout)).Apply(_norm2);
        return (x + FeedForward(x)).Apply(_norm3);
    }

    private Value FeedForward(Value x) => _activation(x.Apply(_linear1)).Dropout(_dropout).Apply(_linear2).Dropout(_dropout);
}
