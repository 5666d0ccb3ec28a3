namespace OnnxTrain;

/// <summary>
/// BERT (Devlin et al., 2018, "BERT: pre-training of deep bidirectional transformers"): a transformer over tokens that sees both sides of
/// each, with learned positions and types and normalization after each part. Variables are named as in the state dict of <c>BertModel</c>
/// of Hugging Face Transformers (<c>encoder.layer.0.attention.self.query.weight</c>), whose safetensors files <c>LoadWeights</c> reads.
/// </summary>
public sealed class BertEncoder : Module
{
    private readonly Embedding _tokens, _types;
    private readonly LearnedPositions _positions;
    private readonly LayerNorm _norm;
    private readonly BertBlock[] _blocks;
    private readonly Linear? _pooler;
    private readonly double _dropout;

    /// <summary>Creates a network; the defaults are BERT base, of 108,891,648 parameters without the pooler.</summary>
    /// <param name="vocabulary">The number of tokens.</param>
    /// <param name="context">The greatest length of a sequence.</param>
    /// <param name="features">The features of a token.</param>
    /// <param name="heads">The number of heads, a divisor of <paramref name="features"/>.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="units">The units of the feed-forward networks.</param>
    /// <param name="types">The number of types of tokens, such as first and second sentence.</param>
    /// <param name="pooled">Whether the result is the pooled first token, [batch, features], instead of all tokens.</param>
    /// <param name="dropout">The rate of dropout.</param>
    /// <param name="epsilon">ε of the normalization.</param>
    /// <exception cref="ArgumentException">The features cannot be divided among the heads, or a number is out of range.</exception>
    public BertEncoder(
        int vocabulary = 30522, int context = 512, int features = 768, int heads = 12, int layers = 12, int units = 3072, int types = 2,
        bool pooled = false, double dropout = 0.1, double epsilon = 1e-12)
    {
        TransformerSizes.RequireHeads(features, heads);
        TransformerSizes.RequireRate(dropout);
        var normal = Initializer.Normal(0, 0.02);
        (_tokens, _types) = (new(vocabulary, features, initializer: normal), new(types, features, initializer: normal));
        (_positions, _norm, _dropout) = (new(context, features, normal), new([features], epsilon), dropout);
        _blocks = TransformerSizes.Layers(layers, () => new BertBlock(features, heads, units, dropout, epsilon));
        if (pooled) _pooler = BertBlock.Layer(features, features);
    }

    /// <summary>The tokens x alone, all of type 0 and none of them padding.</summary>
    public override Value Forward(Value x) => Forward([x]);

    /// <summary>
    /// The inputs x, int64 [batch, sequence]; optionally a mask [batch, sequence], bool or int64, false or 0 for padding; and optionally
    /// the type of each token, int64 [batch, sequence].
    /// </summary>
    /// <returns>[batch, sequence, features], or [batch, features] if pooled.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or the sequence is longer than the context.</exception>
    public override Value Forward(params Value[] inputs)
    {
        if (inputs is not [var tokens, .. var others] || others.Length > 2)
            throw new ArgumentException("BertEncoder takes tokens and optionally a mask and types.", nameof(inputs));
        var x = TransformerSizes.RequireTokens(nameof(BertEncoder), tokens).Apply(_tokens, "embeddings.word_embeddings");
        var types = others.Length > 1 ? others[1] : Value.Constant<long>([0], [1]);
        x += types.Apply(_types, "embeddings.token_type_embeddings");
        x = x.Apply(_positions, "embeddings.position_embeddings").Apply(_norm, "embeddings.LayerNorm").Dropout(_dropout);
        Value[] masks = others.Length == 0 ? [] : [others[0].ElementType == ElementType.Bool ? others[0] : others[0].NotEqualTo(0)];
        for (var i = 0; i < _blocks.Length; i++) x = x.Apply(_blocks[i], Invariant($"encoder.layer.{i}"), masks);
        return _pooler is null ? x : x.Slice(1, 0, 1).Squeeze(1).Apply(_pooler, "pooler.dense").Tanh();
    }
}
