using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = (a = b).</summary>
internal sealed record EqualOp : ComparisonOp
{
    public override void ToOnnx(OnnxForm form) => form.Emit("Equal");

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<bool> y) => Masks.Compare<T, Same>(a, b, y);
}

public partial class Value
{
    /// <summary>Whether elements are equal; shapes broadcast.</summary>
    public Value EqualTo(Value other) => new EqualOp().Of(this, other);

    /// <summary>Whether elements are equal to a number.</summary>
    public Value EqualTo(double other) => EqualTo(Number(other));
}
