namespace OnnxTrain;

/// <summary>
/// A layer of a transformer's encoder: self-attention and a feed-forward network of two linear layers, each with dropout, a residual
/// connection and layer normalization (Vaswani et al., 2017). Tensors are [batch, sequence, features]; variables are named as in PyTorch's
/// state dicts (<c>self_attn.in_proj_weight</c>, <c>linear1.weight</c>, <c>norm1.weight</c>).
/// </summary>
public sealed class TransformerEncoderLayer : Module
{
    private readonly MultiheadAttention _attention;
    private readonly Linear _linear1, _linear2;
    private readonly LayerNorm _norm1, _norm2;
    private readonly bool _normFirst;
    private readonly double _dropout;
    private readonly Func<Value, Value> _activation;

    /// <summary>Creates a layer.</summary>
    /// <param name="features">The features of x.</param>
    /// <param name="heads">The number of heads, a divisor of <paramref name="features"/>.</param>
    /// <param name="feedForward">The units of the first linear layer of the feed-forward network.</param>
    /// <param name="dropout">The rate of dropout.</param>
    /// <param name="activation">The activation of the feed-forward network; null for ReLU.</param>
    /// <param name="normFirst">Whether normalization comes before attention and feed-forward network instead of after their residual
    /// connection.</param>
    /// <param name="causal">Whether each position attends only to those up to its own, as in a language model.</param>
    /// <param name="epsilon">ε of the normalization.</param>
    /// <param name="bias">Whether linear layers and normalization have biases.</param>
    /// <exception cref="ArgumentException">The features cannot be divided among the heads, or a number is out of range.</exception>
    public TransformerEncoderLayer(
        int features, int heads, int feedForward = 2048, double dropout = 0.1, Func<Value, Value>? activation = null,
        bool normFirst = false, bool causal = false, double epsilon = 1e-5, bool bias = true)
    {
        _attention = new(features, heads, dropout, bias) { IsCausal = causal };
        (_linear1, _linear2) = (new(features, feedForward, bias), new(feedForward, features, bias));
        (_norm1, _norm2) = (new([features], epsilon, bias: bias), new([features], epsilon, bias: bias));
        (_normFirst, _dropout, _activation) = (normFirst, dropout, activation ?? (static x => x.Relu()));
    }

    /// <summary>A tensor of the same shape as x [batch, sequence, features].</summary>
    public override Value Forward(Value x) => Forward(x, []);

    /// <summary>The inputs x and, optionally, a mask as <see cref="MultiheadAttention"/> takes it, such as bool [batch, sequence], false
    /// for padding.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public override Value Forward(params Value[] inputs) => inputs is [var x, .. var masks] && masks.Length <= 1
        ? Forward(x, masks)
        : throw new ArgumentException("TransformerEncoderLayer takes x and optionally a mask.", nameof(inputs));

    private Value Forward(Value x, Value[] masks)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (_normFirst)
        {
            x += Attend(x.Apply(_norm1), masks);
            return x + FeedForward(x.Apply(_norm2));
        }

        x = (x + Attend(x, masks)).Apply(_norm1);
        return (x + FeedForward(x)).Apply(_norm2);
    }

    private Value Attend(Value x, Value[] masks) => x.Apply(_attention, "self_attn", masks).Dropout(_dropout);

    private Value FeedForward(Value x) => _activation(x.Apply(_linear1)).Dropout(_dropout).Apply(_linear2).Dropout(_dropout);
}
