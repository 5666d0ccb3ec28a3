namespace OnnxTrain;

/// <summary>
/// Multi-head attention (Vaswani et al., 2017, "Attention is all you need"): queries, keys and values are projected, each head attends with
/// its part of them, and the results are projected once more. The batch comes first: tensors are [batch, sequence, features], as in PyTorch
/// with <c>batch_first=True</c>. Variables are named as in PyTorch's state dicts (<c>in_proj_weight</c>, <c>out_proj.weight</c>).
/// </summary>
public sealed class MultiheadAttention : Module
{
    private readonly int _heads;
    private readonly double _dropout;
    private readonly Variable? _weight, _bias;
    private readonly Variable[] _weights = [];
    private readonly Linear _outProj;

    /// <summary>Creates a layer of <paramref name="heads"/> heads.</summary>
    /// <param name="features">The features of queries and results.</param>
    /// <param name="heads">The number of heads, a divisor of <paramref name="features"/>.</param>
    /// <param name="dropout">The fraction of attention weights that are set to 0 in training.</param>
    /// <param name="bias">Whether projections have biases.</param>
    /// <param name="keyFeatures">The features of keys; null for those of queries.</param>
    /// <param name="valueFeatures">The features of values; null for those of queries.</param>
    /// <exception cref="ArgumentException">The features cannot be divided among the heads.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the dropout outside [0, 1).</exception>
    public MultiheadAttention(
        int features, int heads, double dropout = 0, bool bias = true, int? keyFeatures = null, int? valueFeatures = null)
    {
        TransformerSizes.RequireHeads(features, heads);
        TransformerSizes.RequireRate(dropout);
        var (keys, values) = (keyFeatures ?? features, valueFeatures ?? features);
        ArgumentOutOfRangeException.ThrowIfLessThan(keys, 1, nameof(keyFeatures));
        ArgumentOutOfRangeException.ThrowIfLessThan(values, 1, nameof(valueFeatures));
        (_heads, _dropout) = (heads, dropout);
        if (keys == features && values == features)
            _weight = Parameter("in_proj_weight", [3 * features, features], Initializer.GlorotUniform(features, 3 * features));
        else
            _weights =
            [
                Parameter("q_proj_weight", [features, features], Initializer.GlorotUniform(features, features)),
                Parameter("k_proj_weight", [features, keys], Initializer.GlorotUniform(keys, features)),
                Parameter("v_proj_weight", [features, values], Initializer.GlorotUniform(values, features)),
            ];
        if (bias) _bias = Parameter("in_proj_bias", [3 * features], Initializer.Zeros);
        _outProj = new(features, features, bias);
        if (_outProj.Bias is { } last) last.Initializer = Initializer.Zeros;
    }

    /// <summary>Whether each query attends only to keys up to its own position; the last query has the position of the last key.</summary>
    public bool IsCausal { get; init; }

    /// <summary>Self-attention: queries, keys and values are x [batch, sequence, features].</summary>
    public override Value Forward(Value x) => Attend(x, x, x, null);

    /// <summary>
    /// Attention of the inputs x; x and a mask; query, key and value; or query, key, value and a mask: [batch, queries, features], [batch,
    /// keys, keyFeatures] and [batch, keys, valueFeatures]. A mask is bool, true where a query may attend (the opposite of PyTorch's masks
    /// of this layer), or numbers to add to the scores: [batch, keys] for padding, [batch, queries, keys] or [batch, heads, queries, keys].
    /// </summary>
    /// <returns>[batch, queries, features].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public override Value Forward(params Value[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs switch
        {
            [var x] => Attend(x, x, x, null),
            [var x, var mask] => Attend(x, x, x, mask),
            [var q, var k, var v] => Attend(q, k, v, null),
            [var q, var k, var v, var mask] => Attend(q, k, v, mask),
            _ => throw new ArgumentException($"MultiheadAttention takes 1 to 4 inputs; {inputs.Length} were given.", nameof(inputs)),
        };
    }

    private Value Attend(Value query, Value key, Value value, Value? mask)
    {
        foreach (var x in (Value[])[query, key, value])
        {
            ArgumentNullException.ThrowIfNull(x);
            if (x.Rank != 3)
                throw new ShapeException($"MultiheadAttention: the input is {x.Type}; it must be [batch, sequence, features].");
        }

        var weights = _weight is null ? [.. _weights.Select(w => w.ToValue())] : _weight.ToValue().Chunk(3);
        var biases = _bias?.ToValue().Chunk(3);
        var (q, k, v) = (Heads(query, 0), Heads(key, 1), Heads(value, 2));
        var masks = mask is null ? null : AttentionMasks.Of(nameof(MultiheadAttention), mask);
        var y = q.Attend(k, v, masks, new(double.NaN, IsCausal, _dropout, IsSequenceFirst: true));
        return y.Reshape([query.Shape[0], query.Shape[1], _outProj.Weight.Shape[1]]).Apply(_outProj, "out_proj");

        Value Heads(Value x, int part)
        {
            var y = x.Linear(weights[part], biases?[part]);
            return y.Reshape([x.Shape[0], x.Shape[1], _heads, y.Shape[2].Size / _heads]);
        }
    }
}
