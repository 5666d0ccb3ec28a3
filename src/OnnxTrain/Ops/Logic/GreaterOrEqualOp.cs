using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = a ≥ b.</summary>
internal sealed record GreaterOrEqualOp : ComparisonOp
{
    public override void ToOnnx(OnnxForm form) => form.Emit("GreaterOrEqual");

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<bool> y) => Masks.Compare<T, AtLeast>(a, b, y);
}

public partial class Value
{
    /// <summary>Whether each element is at least the other; shapes broadcast.</summary>
    public static Value operator >=(Value a, Value b) => new GreaterOrEqualOp().Of(a, b);

    /// <summary>Whether each element is at least the other; shapes broadcast.</summary>
    public static Value operator >=(Value a, double b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return new GreaterOrEqualOp().Of(a, a.Number(b));
    }
}
