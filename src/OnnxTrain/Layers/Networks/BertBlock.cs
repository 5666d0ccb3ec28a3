namespace OnnxTrain;

/// <summary>A layer of BERT: self-attention and a feed-forward network, each with a residual and a normalization after it.</summary>
internal sealed class BertBlock(int features, int heads, int units, double dropout, double epsilon) : Module
{
    private readonly Linear _query = Layer(features, features), _key = Layer(features, features), _value = Layer(features, features);
    private readonly Linear _project = Layer(features, features), _expand = Layer(features, units), _contract = Layer(units, features);
    private readonly LayerNorm _norm1 = new([features], epsilon), _norm2 = new([features], epsilon);

    public override Value Forward(params Value[] inputs)
    {
        var x = inputs[0];
        var (q, k) = (Heads(_query, "attention.self.query"), Heads(_key, "attention.self.key"));
        var mask = inputs.Length > 1 ? AttentionMasks.Of(nameof(BertEncoder), inputs[1]) : null;
        var y = q.Attend(k, Heads(_value, "attention.self.value"), mask, new(double.NaN, Dropout: dropout, IsSequenceFirst: true));
        y = y.Flatten(2).Apply(_project, "attention.output.dense").Dropout(dropout);
        x = (x + y).Apply(_norm1, "attention.output.LayerNorm");
        y = x.Apply(_expand, "intermediate.dense").Gelu().Apply(_contract, "output.dense").Dropout(dropout);
        return (x + y).Apply(_norm2, "output.LayerNorm");

        Value Heads(Linear layer, string name) => x.Apply(layer, name).Unflatten(2, [heads, -1]);
    }

    /// <summary>A linear layer with the initialization of BERT.</summary>
    public static Linear Layer(int inputs, int outputs)
    {
        var layer = new Linear(inputs, outputs, initializer: Initializer.Normal(0, 0.02));
        layer.Bias!.Initializer = Initializer.Zeros;
        return layer;
    }
}
