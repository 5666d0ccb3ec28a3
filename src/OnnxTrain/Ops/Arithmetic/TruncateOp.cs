using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = x, truncated toward zero.</summary>
internal sealed record TruncateOp : UnaryOp
{
    // flat wherever it is differentiable
    protected override Value? Derivative(Value x, Value y, Value g) => null;

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Truncate(x, y);

    public override void ToOnnx(OnnxForm form) => form.Expand(x => [x[0].Sign() * x[0].Abs().Floor()]);
}

public partial class Value
{
    /// <summary>Truncates each element toward zero; the gradient is 0.</summary>
    public Value Truncate() => new TruncateOp().Of(this);
}
