namespace OnnxTrain;

/// <summary>A layer of GPT-2: causal self-attention and a feed-forward network, each after a normalization and with a residual.</summary>
internal sealed class Gpt2Block : Module
{
    private readonly LayerNorm _norm1, _norm2;
    private readonly InputMajorLinear _attention, _project, _expand, _contract;
    private readonly int _heads;
    private readonly double _dropout;

    public Gpt2Block(int features, int heads, int layers, double dropout)
    {
        // What is added to the residual stream is scaled down with the number of additions.
        var last = Gpt2.Deviation / Math.Sqrt(2.0 * layers);
        (_norm1, _norm2, _heads, _dropout) = (new([features]), new([features]), heads, dropout);
        (_attention, _project) = (new(features, 3 * features, Gpt2.Deviation), new(features, features, last));
        (_expand, _contract) = (new(features, 4 * features, Gpt2.Deviation), new(4 * features, features, last));
    }

    public override Value Forward(Value x)
    {
        var parts = x.Apply(_norm1, "ln_1").Apply(_attention, "attn.c_attn").Chunk(3, 2);
        Value[] heads = [.. parts.Select(part => part.Unflatten(2, [_heads, -1]))];
        var y = heads[0].Attend(heads[1], heads[2], null, new(double.NaN, IsCausal: true, _dropout, IsSequenceFirst: true));
        x += y.Flatten(2).Apply(_project, "attn.c_proj").Dropout(_dropout);
        var between = x.Apply(_norm2, "ln_2").Apply(_expand, "mlp.c_fc").Gelu(GeluApproximation.Tanh);
        return x + between.Apply(_contract, "mlp.c_proj").Dropout(_dropout);
    }
}
