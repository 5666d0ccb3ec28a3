using System.Globalization;

namespace OnnxTrain;

/// <summary>y = x · n / (n − 1): the sample variance from the mean square deviation x of n numbers.</summary>
internal sealed record SampleVarianceOp(Shape Counted) : UnbiasedVarianceOp(Counted)
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        if (Counted.IsFixed && Counted.ElementCount == 1) throw new ShapeException(OfOne);
        return base.InferTypes(inputs);
    }

    protected override string OfOne =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Var: over the axes {Counted} there is one number, and a single number has no variance. Var(0, …) is the mean square "
                + $"deviation, 0.");
}
