using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = tan x, x in radians.</summary>
internal sealed record TanOp : UnaryOp
{
    // dL/dx = g · (1 + tan² x)
    protected override Value? Derivative(Value x, Value y, Value g) => g * (1 + (y * y));

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Tan(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Tan");
}

public partial class Value
{
    /// <summary>The tangent of each element, in radians.</summary>
    public Value Tan() => new TanOp().Of(this);
}
