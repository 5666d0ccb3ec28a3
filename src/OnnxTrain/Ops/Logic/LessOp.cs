using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = a &lt; b.</summary>
internal sealed record LessOp : ComparisonOp
{
    public override void ToOnnx(OnnxForm form) => form.Emit("Less");

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<bool> y) => Masks.Compare<T, Above>(b, a, y);
}

public partial class Value
{
    /// <summary>Whether each element is less than the other; shapes broadcast.</summary>
    public static Value operator <(Value a, Value b) => new LessOp().Of(a, b);

    /// <summary>Whether each element is less than the other; shapes broadcast.</summary>
    public static Value operator <(Value a, double b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return new LessOp().Of(a, a.Number(b));
    }
}
