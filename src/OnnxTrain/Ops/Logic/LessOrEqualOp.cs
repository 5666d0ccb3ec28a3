using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = a ≤ b.</summary>
internal sealed record LessOrEqualOp : ComparisonOp
{
    public override void ToOnnx(OnnxForm form) => form.Emit("LessOrEqual");

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<bool> y) => Masks.Compare<T, AtLeast>(b, a, y);
}

public partial class Value
{
    /// <summary>Whether each element is at most the other; shapes broadcast.</summary>
    public static Value operator <=(Value a, Value b) => new LessOrEqualOp().Of(a, b);

    /// <summary>Whether each element is at most the other; shapes broadcast.</summary>
    public static Value operator <=(Value a, double b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return new LessOrEqualOp().Of(a, a.Number(b));
    }
}
