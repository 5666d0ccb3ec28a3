using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = arctan x.</summary>
internal sealed record AtanOp : UnaryOp
{
    // dL/dx = g / (1 + x²)
    protected override Value? Derivative(Value x, Value y, Value g) => g / (1 + (x * x));

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Atan(x, y);

    /// <summary>ONNX Runtime does not support float64, for which it is composed of other operators.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.Node.Inputs[0].ElementType == ElementType.Float64) form.Expand(x => [Composed(x[0])]);
        else form.Emit("Atan");
    }

    // a + δ with a the angle of float32, within 4·10⁻⁷, and δ = tan(arctan x − a) = (x cos a − sin a) / (cos a + x sin a), so that δ³
    // is nothing
    private static Value Composed(Value x)
    {
        var isInfinite = x.IsInfinite();
        var inner = Value.Where(isInfinite, x.Number(1), x);
        var a = x.Cast(ElementType.Float32).Atan().Cast(ElementType.Float64);
        var (sin, cos) = (a.Sin(), a.Cos());
        return Value.Where(isInfinite, x.Sign() * (Math.PI / 2), a + (((inner * cos) - sin) / (cos + (inner * sin))));
    }
}

public partial class Value
{
    /// <summary>The arctangent of each element, in −π/2 … π/2. <see cref="Atan2"/> takes two coordinates.</summary>
    public Value Atan() => new AtanOp().Of(this);
}
