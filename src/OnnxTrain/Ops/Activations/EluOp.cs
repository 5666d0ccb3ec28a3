using System.Numerics.Tensors;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = x where x > 0, α · (eˣ − 1) elsewhere (Clevert, Unterthiner and Hochreiter, 2015).</summary>
internal sealed record EluOp(double Alpha) : UnaryOp
{
    // dL/dx = g where x > 0, g · α · eˣ elsewhere; the exponent is held at 0 so that it cannot overflow
    protected override Value? Derivative(Value x, Value y, Value g) =>
        Value.Where(x > x.Number(0), g, g * Alpha * Value.Min(x, x.Number(0)).Exp());

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        Span<T> negative = stackalloc T[Tiles.Size];
        negative = negative[..x.Length];
        TensorPrimitives.Min(x, T.Zero, negative);
        Elementary.Exp<T>(negative, negative);
        TensorPrimitives.Subtract(negative, T.One, negative);
        TensorPrimitives.Max(x, T.Zero, y);
        TensorPrimitives.MultiplyAdd(negative, T.CreateChecked(Alpha), y, y);
    }

    /// <summary>ONNX Runtime's operator supports only float32, like the attribute.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.IsFloat64) form.Expand(x => [Value.Max(x[0], x[0].Number(0)) + (Alpha * Value.Min(x[0], x[0].Number(0)).ExpM1())]);
        else form.Emit("Elu", OnnxAttribute.Float("alpha", Alpha));
    }
}

public partial class Value
{
    /// <summary>x where it is positive, <paramref name="alpha"/> · (eˣ − 1) elsewhere.</summary>
    public Value Elu(double alpha = 1) => new EluOp(alpha).Of(this);
}
