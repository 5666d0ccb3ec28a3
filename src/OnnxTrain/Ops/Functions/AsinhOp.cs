using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = arsinh x = ln(x + √(x² + 1)).</summary>
internal sealed record AsinhOp : UnaryOp
{
    // dL/dx = g / √(x² + 1)
    protected override Value? Derivative(Value x, Value y, Value g) => g / ((x * x) + 1).Sqrt();

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Asinh(x, y);

    /// <summary>ONNX Runtime does not support float64, for which it is composed of other operators.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.Node.Inputs[0].ElementType == ElementType.Float64) form.Expand(x => [Composed(x[0])]);
        else form.Emit("Asinh");
    }

    // sign x · ln(1 + |x| + x² / (1 + √(x² + 1))); where x² is too large, ln 2|x|
    private static Value Composed(Value x)
    {
        var far = x.Abs() > 1e100;
        var inner = Value.Where(far, x.Number(1), x.Abs());
        var square = inner.Square();
        return x.Sign() * Value.Where(far, x.Abs().Log() + Math.Log(2), (inner + (square / (1 + (square + 1).Sqrt()))).Log1P());
    }
}

public partial class Value
{
    /// <summary>The inverse hyperbolic sine of each element.</summary>
    public Value Asinh() => new AsinhOp().Of(this);
}
