namespace OnnxTrain;

/// <summary>A layer of a vision transformer: self-attention and a feed-forward network, each after a normalization and with a
/// residual.</summary>
internal sealed class VisionBlock(int features, int heads, int units, double dropout, double epsilon) : Module
{
    private readonly LayerNorm _norm1 = new([features], epsilon), _norm2 = new([features], epsilon);
    private readonly MultiheadAttention _attention = new(features, heads, dropout);
    private readonly Linear _expand = new(features, units), _contract = new(units, features);

    public override Value Forward(Value x)
    {
        x += x.Apply(_norm1, "ln_1").Apply(_attention, "self_attention").Dropout(dropout);
        var y = x.Apply(_norm2, "ln_2").Apply(_expand, "mlp.0").Gelu().Dropout(dropout);
        return x + y.Apply(_contract, "mlp.3").Dropout(dropout);
    }
}
