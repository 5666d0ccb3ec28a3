using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = 2ˣ.</summary>
internal sealed record Exp2Op : UnaryOp
{
    // dL/dx = g · ln 2 · y
    protected override Value? Derivative(Value x, Value y, Value g) => g * Math.Log(2) * y;

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => ElementaryPower.Pow(T.CreateChecked(2), x, y);

    public override void ToOnnx(OnnxForm form) => form.EmitWith("Pow", [form.Scalar(2), form.Input()]);
}

public partial class Value
{
    /// <summary>2 to the power of each element.</summary>
    public Value Exp2() => new Exp2Op().Of(this);
}
