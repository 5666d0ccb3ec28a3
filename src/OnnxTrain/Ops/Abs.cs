using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = |x|.</summary>
internal sealed record AbsOp : UnaryOp
{
    // dL/dx = g · sign x
    protected override Value? Derivative(Value x, Value y, Value g) => g * x.Sign();

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Abs(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Abs");
}

public partial class Value
{
    /// <summary>The magnitude of each element.</summary>
    public Value Abs() => new AbsOp().Of(this);
}
