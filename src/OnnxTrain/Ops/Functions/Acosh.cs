using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = arcosh x = ln(x + √(x² − 1)); NaN below 1.</summary>
internal sealed record AcoshOp : UnaryOp
{
    // dL/dx = g / √(x² − 1), as (x − 1)(x + 1) so that no digits cancel near 1
    protected override Value? Derivative(Value x, Value y, Value g) => g / ((x - 1) * (x + 1)).Sqrt();

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Acosh(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Acosh");
}

public partial class Value
{
    /// <summary>The number from 0 on whose hyperbolic cosine each element is; NaN below 1.</summary>
    public Value Acosh() => new AcoshOp().Of(this);
}
