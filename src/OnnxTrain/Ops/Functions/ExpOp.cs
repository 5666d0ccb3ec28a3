using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = eˣ.</summary>
internal sealed record ExpOp : UnaryOp
{
    // dL/dx = g · eˣ = g · y
    protected override Value? Derivative(Value x, Value y, Value g) => g * y;

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => Elementary.Exp(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Exp");
}

public partial class Value
{
    /// <summary>e to the power of each element.</summary>
    public Value Exp() => new ExpOp().Of(this);
}
