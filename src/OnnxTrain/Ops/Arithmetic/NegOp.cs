using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = −x.</summary>
internal sealed record NegOp : NumericUnaryOp
{
    // dL/dx = −g
    protected override Value? Derivative(Value x, Value y, Value g) => -g;

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Negate(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Neg");
}

public partial class Value
{
    /// <summary>Negates each element.</summary>
    public static Value operator -(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new NegOp().Of(x);
    }
}
