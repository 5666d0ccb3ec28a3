using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = cosh x = (eˣ + e⁻ˣ) / 2.</summary>
internal sealed record CoshOp : UnaryOp
{
    // dL/dx = g · sinh x
    protected override Value? Derivative(Value x, Value y, Value g) => g * x.Sinh();

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => Elementary.Cosh(x, y);

    /// <summary>ONNX Runtime does not support float64, for which it is composed of other operators.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.Node.Inputs[0].ElementType == ElementType.Float64) form.Expand(x => [Composed(x[0])]);
        else form.Emit("Cosh");
    }

    private static Value Composed(Value x) => (x.Exp() + (-x).Exp()) * 0.5;
}

public partial class Value
{
    /// <summary>The hyperbolic cosine of each element.</summary>
    public Value Cosh() => new CoshOp().Of(this);
}
