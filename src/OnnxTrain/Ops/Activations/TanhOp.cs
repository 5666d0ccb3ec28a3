using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = tanh x.</summary>
internal sealed record TanhOp : UnaryOp
{
    // dL/dx = g · (1 − y²)
    protected override Value? Derivative(Value x, Value y, Value g) => g * (1 - (y * y));

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => Elementary.Tanh(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Tanh");
}

public partial class Value
{
    /// <summary>The hyperbolic tangent of each element.</summary>
    public Value Tanh() => new TanhOp().Of(this);
}
