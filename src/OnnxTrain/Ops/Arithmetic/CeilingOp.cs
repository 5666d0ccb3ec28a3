using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = ⌈x⌉, rounded up.</summary>
internal sealed record CeilingOp : UnaryOp
{
    // flat wherever it is differentiable
    protected override Value? Derivative(Value x, Value y, Value g) => null;

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Ceiling(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Ceil");
}

public partial class Value
{
    /// <summary>Rounds each element up to an integer; the gradient is 0.</summary>
    public Value Ceiling() => new CeilingOp().Of(this);
}
