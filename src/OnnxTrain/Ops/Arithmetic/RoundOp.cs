using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = x, rounded to the nearest integer, ties to even.</summary>
internal sealed record RoundOp : UnaryOp
{
    // flat wherever it is differentiable
    protected override Value? Derivative(Value x, Value y, Value g) => null;

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Round(x, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Round");
}

public partial class Value
{
    /// <summary>Rounds to the nearest integer, ties to even, as in NumPy, PyTorch and ONNX: 0.5 → 0, 1.5 → 2. The gradient is 0.</summary>
    public Value Round() => new RoundOp().Of(this);
}
