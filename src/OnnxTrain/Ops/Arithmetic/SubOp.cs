using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = a − b.</summary>
internal sealed record SubOp : ArithmeticOp
{
    // dL/da = g, dL/db = −g
    protected override (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g) => (g, -g);

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);

    protected override void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);

    protected override void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Sub");
}

public partial class Value
{
    /// <summary>Elementwise; shapes broadcast.</summary>
    public static Value operator -(Value a, Value b) => new SubOp().Of(a, b);

    /// <summary>Subtracts a number from each element.</summary>
    public static Value operator -(Value a, double b) => a - a.Number(b);

    /// <summary>Subtracts each element from a number.</summary>
    public static Value operator -(double a, Value b) => b.Number(a) - b;
}
