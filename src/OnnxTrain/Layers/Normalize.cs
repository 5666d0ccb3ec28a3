using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// y = (x − center) / scale along the last axis, with fixed numbers that are part of the exported file: preprocessing of tensors, as the
/// first layer of a network. <see cref="Standardize"/> and <see cref="MinMax"/> learn the numbers from training rows, by the formulas of
/// scikit-learn's StandardScaler and MinMaxScaler.
/// </summary>
public sealed class Normalize : Module
{
    private readonly double[] _center;
    private readonly double[] _scale;

    /// <summary>Creates a layer with given numbers.</summary>
    /// <param name="center">The numbers to subtract: one for each index of the last axis, or one for all.</param>
    /// <param name="scale">The divisors, as many as centers; not 0.</param>
    /// <exception cref="ArgumentException">There is no number, the counts differ, or a number is not finite or a scale is 0.</exception>
    public Normalize(IReadOnlyList<double> center, IReadOnlyList<double> scale)
    {
        ArgumentNullException.ThrowIfNull(center);
        ArgumentNullException.ThrowIfNull(scale);
        (_center, _scale) = ([.. center], [.. scale]);
        if (_center.Length == 0 || _center.Length != _scale.Length)
            throw new ArgumentException(
                $"Normalize: {_center.Length} centers and {_scale.Length} scales were given; there must be as many of both, and at least "
                    + "one.");
        if (!_center.All(double.IsFinite) || !_scale.All(s => double.IsFinite(s) && (float)s != 0))
            throw new ArgumentException("Normalize: centers must be finite, and scales finite and not 0.");
    }

    /// <summary>(x − mean) / standard deviation of each column; a constant column becomes 0.</summary>
    /// <param name="features">The training rows, [rows, …, columns].</param>
    /// <exception cref="ArgumentException">There is no number, or one is not finite.</exception>
    public static Normalize Standardize(Tensor<float> features)
    {
        var columns = Columns(features);
        double[] means = [.. columns.Select(column => column.Average())];
        return new(means, [.. columns.Select((column, i) => NotZero(Math.Sqrt(column.Average(x => (x - means[i]) * (x - means[i])))))]);
    }

    /// <summary>low + (high − low) · (x − min) / (max − min) of each column; a constant column becomes <paramref name="low"/>.</summary>
    /// <param name="features">The training rows, [rows, …, columns].</param>
    /// <param name="low">The result for the smallest number of the training rows.</param>
    /// <param name="high">The result for the largest number, above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentException">There is no number, one is not finite, or <paramref name="high"/> is not above
    /// <paramref name="low"/>.</exception>
    public static Normalize MinMax(Tensor<float> features, double low = 0, double high = 1)
    {
        if (!(high > low)) throw new ArgumentException($"Normalize: the range from {low} to {high} is empty.", nameof(high));
        var columns = Columns(features);
        double[] scales = [.. columns.Select(column => NotZero(column.Max() - column.Min()) / (high - low))];
        return new([.. columns.Select((column, i) => column.Min() - (low * scales[i]))], scales);
    }

    /// <summary>A tensor of the same shape as x.</summary>
    /// <exception cref="ShapeException">The last axis of x has another length.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank == 0 || (_center.Length > 1 && x.Shape[x.Rank - 1] != _center.Length))
            throw new ShapeException($"Normalize: the input is {x.Type}; its last axis must have the length {_center.Length}.");
        return (x - Row(_center, x.ElementType)) / Row(_scale, x.ElementType);
    }

    private static Value Row(double[] numbers, ElementType type) => Value.Constant(numbers, [numbers.Length], type);

    /// <summary>The numbers for each index of the last axis.</summary>
    private static double[][] Columns(Tensor<float> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var elements = new float[features.FlattenedLength];
        features.FlattenTo(elements);
        if (elements.Length == 0 || !elements.All(float.IsFinite))
            throw new ArgumentException("Normalize: it must be fitted to finite numbers, and at least one row.", nameof(features));
        var width = (int)features.Lengths[^1];
        return
        [
            .. Enumerable.Range(0, width).Select(column => elements.Where((_, i) => i % width == column).Select(x => (double)x).ToArray()),
        ];
    }

    private static double NotZero(double scale) => (float)scale > 0 ? scale : 1;
}
