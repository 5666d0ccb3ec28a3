using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = (a ≠ b); NaN is unequal to everything.</summary>
internal sealed record NotEqualOp : ComparisonOp
{
    public override void ToOnnx(OnnxForm form) => form.EmitWith("Not", [form.Step("Equal", [form.Input(), form.Input(1)])]);

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<bool> y) => Masks.Compare<T, Different>(a, b, y);
}

public partial class Value
{
    /// <summary>Whether elements differ; shapes broadcast. NaN differs from everything, including itself.</summary>
    public Value NotEqualTo(Value other) => new NotEqualOp().Of(this, other);

    /// <summary>Whether elements differ from a number.</summary>
    public Value NotEqualTo(double other) => NotEqualTo(Number(other));
}
