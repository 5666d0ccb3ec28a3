using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// y = x · n / (n − 1), with n the number of elements of a shape: from the mean square deviation of n numbers to the unbiased estimate of
/// the variance. A single number has no variance and is refused when the plan is created; in ONNX, which cannot refuse it, the result is 0.
/// </summary>
internal record UnbiasedVarianceOp(Shape Counted) : FormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return [inputs[0]];
    }

    /// <summary>The message for a single number.</summary>
    protected virtual string OfOne =>
        "Batch normalization: a batch has only one number per channel, and a single number has no variance. Choose a batch size that "
            + "leaves no single row, or freeze the statistics.";

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var n = CountOp.Of(Counted, x[0].ElementType);
        return [x[0] * (n / Value.Max(n - 1, n.Number(1)))];
    }

    public override void Check(Func<Dimension, long> length)
    {
        if (Count(length) == 1)
            throw new ArgumentException(OfOne);
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (x, y) = (binding.Input<T>(0), binding.Output<T>(0));
        var n = Count(binding.Resolve);
        var factor = T.CreateChecked(n) / T.CreateChecked(n - 1);
        return () => TensorPrimitives.Multiply(x.Span, factor, y.Span);
    }

    private long Count(Func<Dimension, long> length) => Counted.Aggregate(1L, (product, d) => product * length(d));
}
