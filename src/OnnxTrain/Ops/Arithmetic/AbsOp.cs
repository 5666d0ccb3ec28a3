using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = |x|.</summary>
internal sealed record AbsOp : NumericUnaryOp
{
    // dL/dx = g · sign x
    protected override Value? Derivative(Value x, Value y, Value g) => g * x.Sign();

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        if (!WholeNumbers.Are<T>())
        {
            TensorPrimitives.Abs(x, y);
            return;
        }

        // the smallest whole number has no magnitude of its type and stays, as in PyTorch
        for (var i = 0; i < x.Length; i++) y[i] = x[i] < T.Zero ? T.Zero - x[i] : x[i];
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("Abs");
}

public partial class Value
{
    /// <summary>The absolute value of each element.</summary>
    public Value Abs() => new AbsOp().Of(this);
}
