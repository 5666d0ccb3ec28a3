using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = arctan x.</summary>
internal sealed record AtanOp : UnaryOp
{
    // dL/dx = g / (1 + x²)
    protected override Value? Derivative(Value x, Value y, Value g) => g / (1 + (x * x));

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Atan(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Atan");
}

public partial class Value
{
    /// <summary>The angle in −π/2 … π/2 whose tangent each element is. <see cref="Atan2"/> is that of two coordinates.</summary>
    public Value Atan() => new AtanOp().Of(this);
}
