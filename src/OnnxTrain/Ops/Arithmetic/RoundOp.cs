using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = the whole number nearest to x; of two, the even one.</summary>
internal sealed record RoundOp : UnaryOp
{
    // flat wherever it is differentiable
    protected override Value? Derivative(Value x, Value y, Value g) => null;

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Round(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Round");
}

public partial class Value
{
    /// <summary>
    /// The nearest whole number; halves go to the even one, as in NumPy, PyTorch and ONNX: 0.5 → 0, 1.5 → 2. No gradient passes.
    /// </summary>
    public Value Round() => new RoundOp().Of(this);
}
