using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = a + b.</summary>
internal sealed record AddOp : ArithmeticOp
{
    // dL/da = g, dL/db = g
    protected override (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g) => (g, g);

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Add(a, b, y);

    protected override void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Add(a, b, y);

    protected override void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Add(b, a, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Add");
}

public partial class Value
{
    /// <summary>Elementwise; shapes broadcast.</summary>
    public static Value operator +(Value a, Value b) => new AddOp().Of(a, b);

    /// <summary>Adds a number to each element.</summary>
    public static Value operator +(Value a, double b) => a + a.Number(b);

    /// <summary>Adds a number to each element.</summary>
    public static Value operator +(double a, Value b) => b.Number(a) + b;

    /// <summary>A constant of this value's element type.</summary>
    internal Value Number(double value) => Constant(value, ElementType);
}

public static partial class Gradients
{
    private static partial Value Add(Value left, Value right) => left + right;
}
