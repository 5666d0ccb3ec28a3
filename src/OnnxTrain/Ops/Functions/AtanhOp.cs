using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = artanh x = ½ ln((1 + x) / (1 − x)); NaN outside −1 … 1.</summary>
internal sealed record AtanhOp : UnaryOp
{
    // dL/dx = g / (1 − x²), as (1 − x)(1 + x) so that no digits cancel near ±1
    protected override Value? Derivative(Value x, Value y, Value g) => g / ((1 - x) * (1 + x));

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Atanh(x, y);

    /// <summary>ONNX Runtime does not support float64, for which it is composed of other operators.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.Node.Inputs[0].ElementType == ElementType.Float64) form.Expand(x => [Composed(x[0])]);
        else form.Emit("Atanh");
    }

    private static Value Composed(Value x) => (x.Log1P() - (-x).Log1P()) * 0.5;
}

public partial class Value
{
    /// <summary>The inverse hyperbolic tangent of each element; NaN outside −1 … 1.</summary>
    public Value Atanh() => new AtanhOp().Of(this);
}
