using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = x where x ≥ 0, slope · x elsewhere; the slope broadcasts to x.</summary>
internal sealed record PReluOp : FloatBinaryOp
{
    // dL/dx = g where x > 0, slope · g elsewhere; dL/dslope = 0 where x > 0, x · g elsewhere
    protected override (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g) =>
        (Value.Where(a > 0, g, b * g), Value.Where(a > 0, g.Number(0), a * g));

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        Span<T> negative = stackalloc T[Tiles.Size];
        negative = negative[..a.Length];
        TensorPrimitives.Min(a, T.Zero, negative);
        TensorPrimitives.Multiply(negative, b, negative);
        TensorPrimitives.Max(a, T.Zero, y);
        TensorPrimitives.Add(y, negative, y);
    }

    protected override void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y)
    {
        Span<T> negative = stackalloc T[Tiles.Size];
        negative = negative[..a.Length];
        TensorPrimitives.Min(a, T.Zero, negative);
        TensorPrimitives.Max(a, T.Zero, y);
        TensorPrimitives.MultiplyAdd(negative, b, y, y);
    }

    protected override void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y)
    {
        if (a < T.Zero) TensorPrimitives.Multiply(b, a, y);
        else y.Fill(a);
    }

    /// <summary>ONNX Runtime supports it for float64 only in some opsets.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.IsFloat64) form.Expand(x => [Value.Max(x[0], x[0].Number(0)) + (Value.Min(x[0], x[0].Number(0)) * x[1])]);
        else form.Emit("PRelu");
    }
}

public partial class Value
{
    /// <summary>x where it is positive, <paramref name="slope"/> · x elsewhere (He et al., 2015, "Delving deep into rectifiers").</summary>
    /// <param name="slope">The slopes below zero, broadcast to this value's shape.</param>
    /// <exception cref="ShapeException">The slopes do not broadcast to the shape of this value.</exception>
    public Value PRelu(Value slope)
    {
        ArgumentNullException.ThrowIfNull(slope);
        return Shape.Broadcast(Shape, slope.Shape, nameof(PRelu)).Equals(Shape)
            ? new PReluOp().Of(this, slope)
            : throw new ShapeException(
                $"PRelu: slopes {slope.Shape} do not broadcast to {Shape}; each axis, from the end, must be equal or 1.");
    }
}
