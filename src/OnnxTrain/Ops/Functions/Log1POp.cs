using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = ln(1 + x), with all digits of a small x: with u the rounded 1 + x, ln u · (x / (u − 1)), and x where u is 1 (Kahan, in Goldberg,
/// 1991, "What every computer scientist should know about floating-point arithmetic", theorem 4). NaN below −1.
/// </summary>
internal sealed record Log1POp : UnaryOp
{
    // dL/dx = g / (1 + x)
    protected override Value? Derivative(Value x, Value y, Value g) => g / (1 + x);

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        Span<T> space = stackalloc T[2 * Tiles.Size];
        var sum = space[..x.Length];
        var log = space.Slice(Tiles.Size, x.Length);
        TensorPrimitives.Add(x, T.One, sum);
        Elementary.Log(sum, log);
        for (var i = 0; i < x.Length; i++)
            y[i] = sum[i] == T.One ? x[i] : T.IsPositiveInfinity(sum[i]) ? sum[i] : log[i] * (x[i] / (sum[i] - T.One));
    }

    /// <summary>ONNX has no such operator: the same formula, in which an infinite x stands for itself.</summary>
    public override void ToOnnx(OnnxForm form) => form.Expand(x =>
    {
        var sum = 1 + x[0];
        var rest = sum - 1;
        var isItself = rest.EqualTo(rest.Number(0)) | sum.EqualTo(rest.Number(double.PositiveInfinity));
        return [Value.Where(isItself, x[0], sum.Log() * (x[0] / Value.Where(isItself, rest.Number(1), rest)))];
    });
}

public partial class Value
{
    /// <summary>ln(1 + x) of each element, which keeps the digits of an x near 0; within 4 units in the last place.</summary>
    public Value Log1P() => new Log1POp().Of(this);
}
