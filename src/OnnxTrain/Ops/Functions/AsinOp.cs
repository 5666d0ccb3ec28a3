using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = arcsin x; NaN outside −1 … 1.</summary>
internal sealed record AsinOp : UnaryOp
{
    // dL/dx = g / √(1 − x²), as (1 − x)(1 + x) so that no digits cancel near ±1
    protected override Value? Derivative(Value x, Value y, Value g) => g / ((1 - x) * (1 + x)).Sqrt();

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Asin(x, y);

    /// <summary>ONNX Runtime does not support float64, for which it is composed of other operators.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.Node.Inputs[0].ElementType == ElementType.Float64) form.Expand(x => [Composed(x[0])]);
        else form.Emit("Asin");
    }

    // the angle whose tangent is x / √(1 − x²)
    private static Value Composed(Value x) => (x / ((1 - x) * (1 + x)).Sqrt()).Atan();
}

public partial class Value
{
    /// <summary>The arcsine of each element, in −π/2 … π/2; NaN outside −1 … 1.</summary>
    public Value Asin() => new AsinOp().Of(this);
}
