using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = ⌊x⌋, rounded down.</summary>
internal sealed record FloorOp : UnaryOp
{
    // flat wherever it is differentiable
    protected override Value? Derivative(Value x, Value y, Value g) => null;

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Floor(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Floor");
}

public partial class Value
{
    /// <summary>Rounds each element down to an integer; the gradient is 0.</summary>
    public Value Floor() => new FloorOp().Of(this);
}
