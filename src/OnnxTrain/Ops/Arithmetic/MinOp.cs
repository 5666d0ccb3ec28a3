using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = min(a, b); NaN if either is.</summary>
internal sealed record MinOp : ArithmeticOp
{
    // dL/da = g where a < b, half of it where they are equal; dL/db the rest
    protected override (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g) =>
        (Value.Where(a < b, g, Value.Where(a > b, g.Number(0), g * 0.5)), Value.Where(b < a, g, Value.Where(b > a, g.Number(0), g * 0.5)));

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Min(a, b, y);

    protected override void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Min(a, b, y);

    protected override void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Min(b, a, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Min");
}

public partial class Value
{
    /// <summary>The smaller of two elements; shapes broadcast.</summary>
    public static Value Min(Value a, Value b) => new MinOp().Of(a, b);
}
