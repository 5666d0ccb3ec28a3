using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = a &gt; b.</summary>
internal sealed record GreaterOp : ComparisonOp
{
    public override void ToOnnx(OnnxForm form) => form.Emit("Greater");

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<bool> y) => Masks.Compare<T, Above>(a, b, y);
}

public partial class Value
{
    /// <summary>Whether each element is greater than the other; shapes broadcast.</summary>
    public static Value operator >(Value a, Value b) => new GreaterOp().Of(a, b);

    /// <summary>Whether each element is greater than the other; shapes broadcast.</summary>
    public static Value operator >(Value a, double b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return new GreaterOp().Of(a, a.Number(b));
    }
}
