namespace OnnxTrain;

/// <summary>y = −1, 0 or 1 for negative, zero or positive x; NaN stays NaN.</summary>
internal sealed record SignOp : NumericUnaryOp
{
    // flat wherever it is differentiable
    protected override Value? Derivative(Value x, Value y, Value g) => null;

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var value = x[i];
            y[i] = value > T.Zero ? T.One : value < T.Zero ? -T.One : T.IsNaN(value) ? value : T.Zero;
        }
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("Sign");
}

public partial class Value
{
    /// <summary>−1, 0 or 1: the sign of each element.</summary>
    public Value Sign() => new SignOp().Of(this);
}
