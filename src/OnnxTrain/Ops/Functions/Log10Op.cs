using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = log₁₀ x; NaN below zero.</summary>
internal sealed record Log10Op : UnaryOp
{
    // dL/dx = g / (x · ln 10)
    protected override Value? Derivative(Value x, Value y, Value g) => g / (x * Math.Log(10));

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => Elementary.Log10(x, y);

    public override void ToOnnx(OnnxForm form) => form.Expand(x => [x[0].Log() * (1 / Math.Log(10))]);
}

public partial class Value
{
    /// <summary>The logarithm of each element to the base 10. ONNX has none: the file divides the natural one by ln 10.</summary>
    public Value Log10() => new Log10Op().Of(this);
}
