using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = arsinh x = ln(x + √(x² + 1)).</summary>
internal sealed record AsinhOp : UnaryOp
{
    // dL/dx = g / √(x² + 1)
    protected override Value? Derivative(Value x, Value y, Value g) => g / ((x * x) + 1).Sqrt();

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Asinh(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Asinh");
}

public partial class Value
{
    /// <summary>The number whose hyperbolic sine each element is.</summary>
    public Value Asinh() => new AsinhOp().Of(this);
}
