namespace OnnxTrain;

/// <summary>
/// GPT-2 (Radford et al., 2019, "Language models are unsupervised multitask learners"): a causal transformer over tokens with learned
/// positions and normalization first, whose head shares the weight of the token embedding. Variables are named as in the state dict of
/// <c>GPT2LMHeadModel</c> of Hugging Face Transformers (<c>transformer.h.0.attn.c_attn.weight</c>), whose safetensors files
/// <c>LoadWeights</c> reads. Train it with <see cref="CrossEntropyLoss"/> and <see cref="ClassLoss.ClassAxis"/> −1 on the tokens that
/// follow.
/// </summary>
public sealed class Gpt2 : Module
{
    /// <summary>The standard deviation of initial weights.</summary>
    internal const double Deviation = 0.02;

    private readonly Embedding _tokens;
    private readonly LearnedPositions _positions;
    private readonly Gpt2Block[] _blocks;
    private readonly LayerNorm _norm;
    private readonly double _dropout;

    /// <summary>Creates a network; the defaults are the smallest published one, of 124,439,808 parameters.</summary>
    /// <param name="vocabulary">The number of tokens.</param>
    /// <param name="context">The greatest length of a sequence.</param>
    /// <param name="features">The features of a token.</param>
    /// <param name="heads">The number of heads, a divisor of <paramref name="features"/>.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="dropout">The rate of dropout.</param>
    /// <exception cref="ArgumentException">The features cannot be divided among the heads, or a number is out of range.</exception>
    public Gpt2(int vocabulary = 50257, int context = 1024, int features = 768, int heads = 12, int layers = 12, double dropout = 0.1)
    {
        TransformerSizes.RequireHeads(features, heads);
        TransformerSizes.RequireRate(dropout);
        _tokens = new(vocabulary, features, initializer: Initializer.Normal(0, Deviation));
        _positions = new(context, features, Initializer.Normal(0, Deviation));
        _blocks = TransformerSizes.Layers(layers, () => new Gpt2Block(features, heads, layers, dropout));
        (_norm, _dropout) = (new([features]), dropout);
    }

    /// <summary>Logits [batch, sequence, vocabulary] of x, int64 [batch, sequence].</summary>
    /// <exception cref="ShapeException">x is not int64 [batch, sequence], or longer than the context.</exception>
    public override Value Forward(Value x)
    {
        x = TransformerSizes.RequireTokens(nameof(Gpt2), x).Apply(_tokens, "transformer.wte");
        x = x.Apply(_positions, "transformer.wpe").Dropout(_dropout);
        for (var i = 0; i < _blocks.Length; i++) x = x.Apply(_blocks[i], Invariant($"transformer.h.{i}"));
        return x.Apply(_norm, "transformer.ln_f").Linear(_tokens.Weight);
    }
}
