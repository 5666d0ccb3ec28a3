using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = aᵇ.</summary>
internal sealed record PowOp : FloatBinaryOp
{
    // dL/da = g · b · aᵇ⁻¹, and 0 where b = 0, also at a = 0; dL/db = g · y · ln a where a > 0 (the power of zero does not change with its
    // exponent)
    protected override (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g) =>
        (
            g * Value.Where(b.EqualTo(b.Number(0)), b.Number(0), b * a.Pow(b - 1)),
            g * Value.Where(a > a.Number(0), y * Value.Where(a > a.Number(0), a, a.Number(1)).Log(), a.Number(0)));

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => ElementaryPower.Pow(a, b, y);

    protected override void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y) => ElementaryPower.Pow(a, b, y);

    protected override void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y) => ElementaryPower.Pow(a, b, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Pow");
}

public partial class Value
{
    /// <summary>Each element to the power of the other's; shapes broadcast.</summary>
    public Value Pow(Value exponent) => new PowOp().Of(this, exponent);

    /// <summary>Each element to a power.</summary>
    public Value Pow(double exponent) => Pow(Number(exponent));
}
