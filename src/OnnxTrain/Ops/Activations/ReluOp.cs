using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = max(x, 0).</summary>
internal sealed record ReluOp : UnaryOp
{
    // dL/dx = g where y > 0, else 0
    protected override Value? Derivative(Value x, Value y, Value g) => Value.Where(y > y.Number(0), g, g.Number(0));

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Max(x, T.Zero, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Relu");
}

public partial class Value
{
    /// <summary>max(x, 0) of each element.</summary>
    public Value Relu() => new ReluOp().Of(this);
}
