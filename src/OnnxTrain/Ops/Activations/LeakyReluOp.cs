using System.Numerics.Tensors;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = x where x ≥ 0, α · x elsewhere.</summary>
internal sealed record LeakyReluOp(double Alpha) : UnaryOp
{
    // dL/dx = g where x > 0, α · g elsewhere
    protected override Value? Derivative(Value x, Value y, Value g) => Value.Where(x > x.Number(0), g, Alpha * g);

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        Span<T> negative = stackalloc T[Tiles.Size];
        negative = negative[..x.Length];
        TensorPrimitives.Min(x, T.Zero, negative);
        TensorPrimitives.Max(x, T.Zero, y);
        TensorPrimitives.MultiplyAdd(negative, T.CreateChecked(Alpha), y, y);
    }

    /// <summary>An attribute can hold α only in float32.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.IsFloat64) form.Expand(x => [Value.Max(x[0], x[0].Number(0)) + (Alpha * Value.Min(x[0], x[0].Number(0)))]);
        else form.Emit("LeakyRelu", OnnxAttribute.Float("alpha", Alpha));
    }
}

public partial class Value
{
    /// <summary>x where it is positive, <paramref name="alpha"/> · x elsewhere.</summary>
    public Value LeakyRelu(double alpha = 0.01) => new LeakyReluOp(alpha).Of(this);
}
