using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = cos x, x in radians.</summary>
internal sealed record CosOp : UnaryOp
{
    // dL/dx = −g · sin x
    protected override Value? Derivative(Value x, Value y, Value g) => -(g * x.Sin());

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => Elementary.Cos(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Cos");
}

public partial class Value
{
    /// <summary>The cosine of each element, in radians.</summary>
    public Value Cos() => new CosOp().Of(this);
}
