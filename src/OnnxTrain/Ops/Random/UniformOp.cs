using System.Globalization;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = uniform numbers on [0, 1) in steps of 2⁻²⁴, new ones in each step. In the inference graph they are replaced by their mean, ½.
/// </summary>
internal sealed record UniformOp(Shape Drawn, ElementType ElementType) : DrawnOp(Drawn, ElementType)
{
    protected override double Mean => 0.5;

    public override Value[] WithDraws(IReadOnlyList<Value> inputs, Draws draws) => [draws.Uniform(Drawn, ElementType)];

    // 24 bits are exact in float32, so that both element types draw the same numbers.
    protected override void Draw<T>(RandomStream random, ulong block, Span<T> y)
    {
        var words = (stackalloc uint[Tiles.Size])[..y.Length];
        random.Words(block, words);
        for (var i = 0; i < y.Length; i++) y[i] = T.CreateTruncating((words[i] >> 8) * (1.0 / (1 << 24)));
    }
}

public partial class Value
{
    /// <summary>
    /// Uniform random numbers from <paramref name="low"/>, inclusive, to <paramref name="high"/>, exclusive, new ones in each training
    /// step, from its seed and number. In the inference graph, and so in an exported model, they are replaced by their mean; a training
    /// file draws the same numbers.
    /// </summary>
    /// <param name="shape">The axes; named axes have the lengths of the graph's inputs.</param>
    /// <param name="low">The smallest number.</param>
    /// <param name="high">The upper bound, above <paramref name="low"/>.</param>
    /// <param name="elementType">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The range is empty or not finite.</exception>
    public static Value Uniform(Shape shape, double low = 0, double high = 1, ElementType elementType = ElementType.Float32)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!(low < high) || !double.IsFinite(high - low))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Uniform: the range from {low} to {high} must be finite and not empty."),
                nameof(high));
        var unit = new UniformOp(shape, elementType).Of();
        return (low, high) == (0, 1) ? unit : (unit * (high - low)) + low;
    }
}
