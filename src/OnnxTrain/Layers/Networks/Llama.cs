namespace OnnxTrain;

/// <summary>
/// Llama (Touvron et al., 2023, "LLaMA: open and efficient foundation language models"): a causal transformer over tokens with rotary
/// positions, root mean square normalization first, heads that share keys (Ainslie et al., 2023) and SwiGLU. Variables are named as in the
/// state dict of <c>LlamaForCausalLM</c> of Hugging Face Transformers (<c>model.layers.0.self_attn.q_proj.weight</c>), whose safetensors
/// files <c>LoadWeights</c> reads; frequencies that are scaled for long contexts (Llama 3.1 and later) are not supported.
/// </summary>
public sealed class Llama : Module
{
    /// <summary>The standard deviation of initial weights.</summary>
    private const double Deviation = 0.02;

    private readonly Embedding _tokens;
    private readonly LlamaBlock[] _blocks;
    private readonly RotaryPositions _positions;
    private readonly RmsNorm _norm;
    private readonly Linear? _head;

    /// <summary>Creates a network.</summary>
    /// <param name="vocabulary">The number of tokens.</param>
    /// <param name="features">The features of a token.</param>
    /// <param name="heads">The number of heads, a divisor of <paramref name="features"/>.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="units">The units of the feed-forward networks.</param>
    /// <param name="keyHeads">The heads of keys and values, a divisor of <paramref name="heads"/>; null for as many.</param>
    /// <param name="frequencyBase">The base of the frequencies of the rotary positions.</param>
    /// <param name="epsilon">ε of the normalization.</param>
    /// <param name="tiedHead">Whether the head shares the weight of the token embedding.</param>
    /// <exception cref="ArgumentException">Features or heads cannot be divided, or a number is out of range.</exception>
    public Llama(
        int vocabulary, int features, int heads, int layers, int units, int? keyHeads = null, double frequencyBase = 10000,
        double epsilon = 1e-5, bool tiedHead = false)
    {
        TransformerSizes.RequireHeads(features, heads);
        TransformerSizes.RequireKeyHeads(heads, keyHeads ?? heads);
        _tokens = new(vocabulary, features, initializer: Initializer.Normal(0, Deviation));
        _blocks = TransformerSizes.Layers(layers, () => new LlamaBlock(features, heads, keyHeads ?? heads, units, epsilon));
        (_positions, _norm) = (new(features / heads, frequencyBase), new([features], epsilon));
        _head = tiedHead ? null : new(features, vocabulary, bias: false, Initializer.Normal(0, Deviation));
    }

    /// <summary>Logits [batch, sequence, vocabulary] of x, int64 [batch, sequence].</summary>
    /// <exception cref="ShapeException">x is not int64 [batch, sequence].</exception>
    public override Value Forward(Value x)
    {
        x = TransformerSizes.RequireTokens(nameof(Llama), x).Apply(_tokens, "model.embed_tokens");
        var (cos, sin) = _positions.Angles(x.Shape[1], 0, x.ElementType);
        for (var i = 0; i < _blocks.Length; i++) x = x.Apply(_blocks[i], Invariant($"model.layers.{i}"), cos, sin);
        x = x.Apply(_norm, "model.norm");
        return _head is null ? x.Linear(_tokens.Weight) : x.Apply(_head, "lm_head");
    }
}
