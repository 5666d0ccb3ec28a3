using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = 1 / (1 + e⁻ˣ).</summary>
internal sealed record SigmoidOp : UnaryOp
{
    // dL/dx = g · y · (1 − y)
    protected override Value? Derivative(Value x, Value y, Value g) => g * y * (1 - y);

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => Elementary.Sigmoid(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Sigmoid");
}

public partial class Value
{
    /// <summary>1 / (1 + e⁻ˣ) of each element.</summary>
    public Value Sigmoid() => new SigmoidOp().Of(this);
}
