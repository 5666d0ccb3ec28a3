using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = a / b.</summary>
internal sealed record DivOp : BinaryOp
{
    // dL/da = g / b, dL/db = −g · a / b² = −g · y / b
    protected override (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g) => (g / b, -g * y / b);

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Divide(a, b, y);

    protected override void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Divide(a, b, y);

    protected override void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Divide(a, b, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Div");
}

public partial class Value
{
    /// <summary>Element by element; shapes broadcast.</summary>
    public static Value operator /(Value a, Value b) => new DivOp().Of(a, b);

    /// <summary>Divides each element by a number.</summary>
    public static Value operator /(Value a, double b) => a / a.Number(b);

    /// <summary>Divides a number by each element.</summary>
    public static Value operator /(double a, Value b) => b.Number(a) / b;
}
