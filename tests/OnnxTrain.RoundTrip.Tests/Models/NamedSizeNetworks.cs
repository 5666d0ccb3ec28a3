namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>x + attention of x to itself in two heads, for sequences of any length: [batch, sequence, 8].</summary>
internal sealed class SelfAttentionNetwork : Module
{
    private const int Heads = 2;

    private readonly Linear _query = new(8, 8);
    private readonly Linear _key = new(8, 8);
    private readonly Linear _value = new(8, 8);
    private readonly Linear _output = new(8, 8);

    public override Value Forward(Value x)
    {
        var (query, key, value) = (Split(x.Apply(_query)), Split(x.Apply(_key)), Split(x.Apply(_value)));
        var weights = (query.MatMul(key.Transpose(0, 1, 3, 2)) / Math.Sqrt(8.0 / Heads)).Softmax();
        var joined = weights.MatMul(value).Transpose(0, 2, 1, 3).Reshape(x.Shape);
        return x + joined.Apply(_output);
    }

    /// <summary>[batch, heads, sequence, width of a head].</summary>
    private static Value Split(Value x) => x.Reshape([x.Shape[0], x.Shape[1], Heads, -1]).Transpose(0, 2, 1, 3);
}

/// <summary>A convolutional network for images of any height and width, with all that depends on them.</summary>
internal sealed class AnySizeNetwork : Module
{
    private readonly Conv2d _first = new(1, 4, 3, padding: 1);
    private readonly Conv2d _second = new(4, 4, 3, stride: 2, padding: 1);
    private readonly Linear _output = new(4 * 3 * 2, 3);

    public override Value Forward(Value x)
    {
        var y = x.Apply(_first).Relu().MaxPool(2, 2, ceilMode: true);
        y = new Upsample(2).Forward(y).Apply(_second).Relu();
        return y.AveragePool(3, 2, 1, ceilMode: true).AdaptiveAveragePool((3, 2)).Flatten().Apply(_output);
    }
}

/// <summary>A network for images of any height and width, with what makes an axis longer or shorter by other means than windows.</summary>
internal sealed class StretchedNetwork : Module
{
    private readonly Conv2d _first = new(1, 4, 3);
    private readonly Conv2d _second = new(4, 4, 3);
    private readonly Linear _output = new(4, 3);

    public override Value Forward(Value x)
    {
        var y = x.Pad([1, 1], [1, 1], PadMode.Reflect).Apply(_first).Tanh();
        y = y.Pad([2, 1], [0, 3], PadMode.Replicate).Slice(2, step: 2).Pad([1, 1], [1, 1], PadMode.Circular);
        y = new Upsample(1.5, ResizeMode.Linear).Forward(y).Slice(3, start: -1, step: -2);
        return y.ResizeBy([1.5, 0.5], ResizeMode.Cubic).Apply(_second).Tanh().Mean(2, 3).Apply(_output);
    }
}

/// <summary>
/// Recurrent layers of each kind over sequences of any length, [batch, time, 3]: logits of three classes from the last states.
/// </summary>
internal sealed class SequenceNetwork : Module
{
    private readonly Lstm _lstm = new(3, 6, layers: 2, bidirectional: true);
    private readonly Gru _gru = new(12, 5);
    private readonly Rnn _rnn = new(5, 4, activation: RnnActivation.Relu);
    private readonly Linear _output = new(4, 3);

    public override Value Forward(Value x) => _rnn.Run(x.Apply(_lstm).Apply(_gru)).Hidden[0].Apply(_output);
}

/// <summary>A cell written by hand over sequences of any length, [batch, time, 3]: logits of three classes from the mean output.</summary>
internal sealed class CellNetwork : Module
{
    private readonly Recurrent _forward = new(new MinimalGatedUnit(3, 6)), _backward = new(new MinimalGatedUnit(3, 6), reverse: true);
    private readonly Linear _output = new(12, 3);

    public override Value Forward(Value x) => Value.Concat(2, x.Apply(_forward), x.Apply(_backward)).Mean(1).Apply(_output);
}

/// <summary>f = σ(W [x, h]), h' = (1 − f) · h + f · tanh(V [x, f · h]) (Zhou et al., 2016).</summary>
internal sealed class MinimalGatedUnit(int inputs, int units) : RecurrentCell(units)
{
    private readonly Linear _forget = new(inputs + units, units), _candidate = new(inputs + units, units);

    public override (Value Output, Value[] States) Step(Value input, Value[] states)
    {
        var h = states[0];
        var f = Value.Concat(1, input, h).Apply(_forget).Sigmoid();
        var next = ((1 - f) * h) + (f * Value.Concat(1, input, f * h).Apply(_candidate).Tanh());
        return (next, [next]);
    }
}
