using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = sin x, x in radians.</summary>
internal sealed record SinOp : UnaryOp
{
    // dL/dx = g · cos x
    protected override Value? Derivative(Value x, Value y, Value g) => g * x.Cos();

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => Elementary.Sin(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Sin");
}

public partial class Value
{
    /// <summary>The sine of each element, in radians.</summary>
    public Value Sin() => new SinOp().Of(this);
}
