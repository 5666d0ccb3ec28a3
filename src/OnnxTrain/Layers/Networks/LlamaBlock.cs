namespace OnnxTrain;

/// <summary>A layer of Llama; its inputs are x and the cosines and sines of the positions.</summary>
internal sealed class LlamaBlock(int features, int heads, int keyHeads, int units, double epsilon) : Module
{
    private readonly RmsNorm _norm1 = new([features], epsilon), _norm2 = new([features], epsilon);
    private readonly Linear _query = Projection(features, features), _key = Projection(features, features / heads * keyHeads);
    private readonly Linear _value = Projection(features, features / heads * keyHeads), _output = Projection(features, features);
    private readonly SwiGlu _mlp = new(features, units);

    public override Value Forward(params Value[] inputs)
    {
        var (x, cos, sin) = (inputs[0], inputs[1], inputs[2]);
        var normal = x.Apply(_norm1, "input_layernorm");
        var (q, k) = (Turned(Heads(_query, "self_attn.q_proj", heads)), Turned(Heads(_key, "self_attn.k_proj", keyHeads)));
        var v = Heads(_value, "self_attn.v_proj", keyHeads);
        var y = q.Attend(k, v, null, new(double.NaN, IsCausal: true, IsSequenceFirst: true));
        x += y.Flatten(2).Apply(_output, "self_attn.o_proj");
        return x + x.Apply(_norm2, "post_attention_layernorm").Apply(_mlp);

        Value Heads(Linear layer, string name, int count) => normal.Apply(layer, name).Unflatten(2, [count, -1]);
        Value Turned(Value part) => new RotaryEmbeddingOp(IsSequenceFirst: true).Of(part, cos, sin);
    }

    private static Linear Projection(int inputs, int outputs) => new(inputs, outputs, bias: false);
}
