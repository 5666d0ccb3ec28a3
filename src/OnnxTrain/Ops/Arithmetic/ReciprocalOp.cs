using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = 1 / x.</summary>
internal sealed record ReciprocalOp : UnaryOp
{
    // dL/dx = −g / x² = −g · y²
    protected override Value? Derivative(Value x, Value y, Value g) => -g * y * y;

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Reciprocal(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Reciprocal");
}

public partial class Value
{
    /// <summary>1 / x of each element.</summary>
    public Value Reciprocal() => new ReciprocalOp().Of(this);
}
