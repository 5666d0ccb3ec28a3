using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = log₂ x; NaN below zero.</summary>
internal sealed record Log2Op : UnaryOp
{
    // dL/dx = g / (x · ln 2)
    protected override Value? Derivative(Value x, Value y, Value g) => g / (x * Math.Log(2));

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => Elementary.Log2(x, y);

    public override void ToOnnx(OnnxForm form) => form.Expand(x => [x[0].Log() * (1 / Math.Log(2))]);
}

public partial class Value
{
    /// <summary>The logarithm of each element to the base 2. ONNX has none: the file divides the natural one by ln 2.</summary>
    public Value Log2() => new Log2Op().Of(this);
}
