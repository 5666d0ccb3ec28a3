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
        Span<T> positive = stackalloc T[Tiles.Size];
        positive = positive[..x.Length];
        TensorPrimitives.Max(x, T.Zero, positive);
        TensorPrimitives.Abs(x, y);
        TensorPrimitives.Negate(y, y);
        TensorPrimitives.Exp(y, y);
        TensorPrimitives.LogP1(y, y);
        TensorPrimitives.Add(y, positive, y);
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("Softplus");
}

public partial class Value
{
    /// <summary>ln(1 + eˣ) of each element: a smooth ReLU.</summary>
    public Value Softplus() => new SoftplusOp().Of(this);
}
