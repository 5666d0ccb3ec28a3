using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = √x.</summary>
internal sealed record SqrtOp : UnaryOp
{
    // dL/dx = g / (2 · y)
    protected override Value? Derivative(Value x, Value y, Value g) => g / (2 * y);

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Sqrt(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Sqrt");
}

public partial class Value
{
    /// <summary>The square root of each element.</summary>
    public Value Sqrt() => new SqrtOp().Of(this);
}
