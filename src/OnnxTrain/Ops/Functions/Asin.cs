using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = arcsin x; NaN outside −1 … 1.</summary>
internal sealed record AsinOp : UnaryOp
{
    // dL/dx = g / √(1 − x²), as (1 − x)(1 + x) so that no digits cancel near ±1
    protected override Value? Derivative(Value x, Value y, Value g) => g / ((1 - x) * (1 + x)).Sqrt();

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Asin(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Asin");
}

public partial class Value
{
    /// <summary>The angle in −π/2 … π/2 whose sine each element is; NaN outside −1 … 1.</summary>
    public Value Asin() => new AsinOp().Of(this);
}
