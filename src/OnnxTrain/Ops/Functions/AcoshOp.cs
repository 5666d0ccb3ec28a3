using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = arcosh x = ln(x + √(x² − 1)); NaN below 1.</summary>
internal sealed record AcoshOp : UnaryOp
{
    // dL/dx = g / √(x² − 1), as (x − 1)(x + 1) so that no digits cancel near 1
    protected override Value? Derivative(Value x, Value y, Value g) => g / ((x - 1) * (x + 1)).Sqrt();

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Acosh(x, y);

    /// <summary>ONNX Runtime does not support float64, for which it is composed of other operators.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.Node.Inputs[0].ElementType == ElementType.Float64) form.Expand(x => [Composed(x[0])]);
        else form.Emit("Acosh");
    }

    // ln(1 + t + √(t (t + 2))) with t = x − 1; where t² is too large, ln 2x
    private static Value Composed(Value x)
    {
        var far = x > 1e100;
        var t = Value.Where(far, x.Number(1), x - 1);
        return Value.Where(far, x.Log() + Math.Log(2), (t + (t * (t + 2)).Sqrt()).Log1P());
    }
}

public partial class Value
{
    /// <summary>The inverse hyperbolic cosine of each element, 0 or more; NaN below 1.</summary>
    public Value Acosh() => new AcoshOp().Of(this);
}
