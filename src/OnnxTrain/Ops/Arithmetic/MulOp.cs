using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = a · b.</summary>
internal sealed record MulOp : ArithmeticOp
{
    // dL/da = g · b, dL/db = g · a
    protected override (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g) => (g * b, g * a);

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Multiply(a, b, y);

    protected override void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Multiply(a, b, y);

    protected override void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Multiply(b, a, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Mul");
}

public partial class Value
{
    /// <summary>Elementwise; shapes broadcast. <see cref="MatMul"/> is the matrix product.</summary>
    public static Value operator *(Value a, Value b) => new MulOp().Of(a, b);

    /// <summary>Multiplies each element by a number.</summary>
    public static Value operator *(Value a, double b) => a * a.Number(b);

    /// <summary>Multiplies each element by a number.</summary>
    public static Value operator *(double a, Value b) => b.Number(a) * b;
}
