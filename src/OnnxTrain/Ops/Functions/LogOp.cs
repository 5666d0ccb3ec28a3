using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = ln x; NaN below zero.</summary>
internal sealed record LogOp : UnaryOp
{
    // dL/dx = g / x
    protected override Value? Derivative(Value x, Value y, Value g) => g / x;

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => Elementary.Log(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Log");
}

public partial class Value
{
    /// <summary>The natural logarithm of each element.</summary>
    public Value Log() => new LogOp().Of(this);
}
