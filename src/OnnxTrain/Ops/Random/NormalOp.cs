using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = standard normal numbers, the same as in <see cref="GaussianNoiseOp"/>, new ones in each step. In the inference graph they are
/// replaced by their mean, 0.
/// </summary>
internal sealed record NormalOp(Shape Drawn, ElementType ElementType) : DrawnOp(Drawn, ElementType)
{
    protected override double Mean => 0;

    public override Value[] WithDraws(IReadOnlyList<Value> inputs, Draws draws) => [draws.Normal(Drawn, ElementType)];

    protected override void Draw<T>(RandomStream random, ulong block, Span<T> y)
    {
        y.Clear();
        GaussianNoiseOp.AddNormals(random, block, T.One, y, y);
    }
}

public partial class Value
{
    /// <summary>
    /// Normal random numbers, new ones in each training step, from its seed and number. In the inference graph, and so in an exported
    /// model, they are replaced by their mean; a training file draws the same numbers. The latent variables of a variational autoencoder
    /// are <c>mean + deviation * Value.Normal(mean.Shape)</c>.
    /// </summary>
    /// <param name="shape">The axes; named axes have the lengths of the graph's inputs.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">Their standard deviation, at least 0.</param>
    /// <param name="elementType">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative, or a number is not finite.</exception>
    public static Value Normal(Shape shape, double mean = 0, double standardDeviation = 1, ElementType elementType = ElementType.Float32)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!(standardDeviation >= 0) || !double.IsFinite(standardDeviation))
            throw new ArgumentOutOfRangeException(
                nameof(standardDeviation), standardDeviation, "Normal: the standard deviation must be finite and at least 0.");
        if (!double.IsFinite(mean))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "Normal: the mean must be finite.");
        var unit = new NormalOp(shape, elementType).Of();
        return (mean, standardDeviation) == (0, 1) ? unit : (unit * standardDeviation) + mean;
    }
}
