using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = cosh x = (eˣ + e⁻ˣ) / 2.</summary>
internal sealed record CoshOp : UnaryOp
{
    // dL/dx = g · sinh x
    protected override Value? Derivative(Value x, Value y, Value g) => g * x.Sinh();

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Cosh(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Cosh");
}

public partial class Value
{
    /// <summary>The hyperbolic cosine of each element.</summary>
    public Value Cosh() => new CoshOp().Of(this);
}
