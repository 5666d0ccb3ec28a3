using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = ln(1 + eˣ), computed as max(x, 0) + ln(1 + e^−|x|) so that nothing overflows.</summary>
internal sealed record SoftplusOp : UnaryOp
{
    // dL/dx = g · sigmoid x
    protected override Value? Derivative(Value x, Value y, Value g) => g * x.Sigmoid();

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        Span<T> space = stackalloc T[3 * Tiles.Size];
        var positive = space[..x.Length];
        var sum = space.Slice(Tiles.Size, x.Length);
        var rest = space.Slice(2 * Tiles.Size, x.Length);
        TensorPrimitives.Max(x, T.Zero, positive);
        TensorPrimitives.Abs(x, y);
        TensorPrimitives.Negate(y, y);
        Elementary.Exp(y, y);

        // ln(1 + u) = ln s + (u − (s − 1)) / s with s the rounded 1 + u: a u that is too small to change the 1 is not lost.
        TensorPrimitives.Add(y, T.One, sum);
        TensorPrimitives.Subtract(sum, T.One, rest);
        TensorPrimitives.Subtract(y, rest, rest);
        TensorPrimitives.Divide(rest, sum, rest);
        Elementary.Log(sum, y);
        TensorPrimitives.Add(y, rest, y);
        TensorPrimitives.Add(y, positive, y);
    }

    /// <summary>ONNX Runtime's operator supports only float32.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.IsFloat64) form.Expand(x => [Value.Max(x[0], x[0].Number(0)) + (-x[0].Abs()).Exp().Log1P()]);
        else form.Emit("Softplus");
    }
}

public partial class Value
{
    /// <summary>ln(1 + eˣ) of each element: a smooth ReLU.</summary>
    public Value Softplus() => new SoftplusOp().Of(this);
}
