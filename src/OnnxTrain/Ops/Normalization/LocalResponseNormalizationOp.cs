using System.Numerics.Tensors;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = x / (k + α / n · Σ x²)^β, the sum over n channels around each, half of them before it, of x [batch, channels, …]; beyond the first
/// and the last channel there is nothing (Krizhevsky, Sutskever and Hinton, 2012, with α divided by n as in PyTorch and ONNX).
/// </summary>
internal sealed record LocalResponseNormalizationOp(int Size, double Alpha, double Beta, double K) : FormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        BatchNormalizationOp.RequireChannels(Name, inputs[0], []);
        return [inputs[0]];
    }

    /// <summary>
    /// For an even number of channels PyTorch has one more before the center, and ONNX one more after it; and ONNX Runtime supports only
    /// float32 with four axes.
    /// </summary>
    public override void ToOnnx(OnnxForm form)
    {
        var x = form.Node.Inputs[0].Type;
        if (Size % 2 == 0 || x.ElementType != ElementType.Float32 || x.Shape.Rank != 4)
            base.ToOnnx(form);
        else
            form.Emit(
                "LRN", OnnxAttribute.Int("size", Size), OnnxAttribute.Float("alpha", Alpha), OnnxAttribute.Float("beta", Beta),
                OnnxAttribute.Float("bias", K));
    }

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var channels = x[0].Shape[1].Size;
        var squares = new PadOp(1, Before, After).Of(x[0] * x[0]);
        var sum = squares.Slice(1, 0, channels);
        for (var i = 1; i < Size; i++) sum += squares.Slice(1, i, i + channels);
        return [x[0] * ((sum * (Alpha / Size)) + K).Pow(-Beta)];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (x, y, sizes) = (binding.Input<T>(0), binding.Output<T>(0), binding.InputSizes(0));
        var (channels, inner) = (sizes[1], sizes.After(1));
        var (alpha, k, power) = (T.CreateChecked(Alpha / Size), T.CreateChecked(K), T.CreateChecked(-Beta));
        return ParallelLoop.OverRows(sizes[0] * channels, inner * Size, (from, to) =>
        {
            for (var run = from; run < to; run++)
            {
                var channel = run % channels;
                var sum = y.Span.Slice(run * inner, inner);
                sum.Clear();
                for (var c = Math.Max(-Before, -channel); c <= Math.Min(After, channels - 1 - channel); c++)
                {
                    var other = x.Span.Slice((run + c) * inner, inner);
                    TensorPrimitives.MultiplyAdd<T>(other, other, sum, sum);
                }

                TensorPrimitives.Multiply(sum, alpha, sum);
                TensorPrimitives.Add(sum, k, sum);
                ElementaryPower.Pow(sum, power, sum);
                TensorPrimitives.Multiply(sum, x.Span.Slice(run * inner, inner), sum);
            }
        }).Run;
    }

    private int Before => Size / 2;

    private int After => (Size - 1) / 2;
}

public partial class Value
{
    /// <summary>
    /// x / (k + α / n · Σ x²)^β, the sum over n channels around each (Krizhevsky, Sutskever and Hinton, 2012, "ImageNet classification with
    /// deep convolutional neural networks").
    /// </summary>
    /// <param name="size">n; if it is even, there is one more channel before than after, as in PyTorch.</param>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β.</param>
    /// <param name="k">k.</param>
    /// <returns>A tensor of the same shape as this value [batch, channels, …].</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public Value LocalResponseNormalization(int size, double alpha = 1e-4, double beta = 0.75, double k = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return new LocalResponseNormalizationOp(size, alpha, beta, k).Of(this);
    }
}
