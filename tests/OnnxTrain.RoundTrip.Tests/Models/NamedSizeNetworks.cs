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
