using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = standard normal numbers, those that <see cref="GaussianNoiseOp"/> adds, drawn anew each step. In the inference graph 0, their mean, stands in its place.</summary>
internal sealed record NormalOp(Shape Drawn, ElementType ElementType) : FloatOp
{
    public override bool IsRandom => true;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => ElementType.IsFloat()
        ? [new(ElementType, Drawn)]
        : throw new ShapeException($"Normal: {ElementType.Text()} is no element type of the result; float32 and float64 are.");

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [];

    public override Value[] ForInference(IReadOnlyList<Value> inputs) => [Value.Constant(0, ElementType).Expand(Drawn)];

    public override Value[] WithDraws(IReadOnlyList<Value> inputs, Draws draws) => [draws.Normal(Drawn, ElementType)];

    public override void ToOnnx(OnnxForm form) => throw new NotSupportedException(
        "Normal draws random numbers and belongs to training; an exported model is the inference graph, where their mean stands in its place.");

    protected override Action Bind<T>(Binding binding)
    {
        var (y, state, stream) = (binding.Output<T>(0), binding.State, binding.RandomStream);
        var tiles = (y.Length + Tiles.Size - 1) / Tiles.Size;
        return ParallelLoop.OverRows(tiles, Tiles.Size, (from, to) =>
        {
            var random = new RandomStream(state.Seed, state.Step, stream);
            for (var start = from * Tiles.Size; start < Math.Min(y.Length, to * Tiles.Size); start += Tiles.Size)
                Draw(random, (ulong)start / 4, y.Span[start..Math.Min(y.Length, start + Tiles.Size)]);
        }).Run;
    }

    private static void Draw<T>(RandomStream random, ulong block, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        y.Clear();
        GaussianNoiseOp.AddNormals(random, block, T.One, y, y);
    }
}

public partial class Value
{
    /// <summary>
    /// Normal numbers, drawn anew each step of training from its seed and number. In the inference graph, and so in an exported model, their mean takes
    /// their place; a training file draws the same numbers. A variational autoencoder's hidden values are <c>mean + deviation * Value.Normal(mean.Shape)</c>.
    /// </summary>
    /// <param name="shape">The axes; named ones have the length that the graph's inputs give them.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">Their standard deviation, at least 0.</param>
    /// <param name="elementType">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative, or a number is not finite.</exception>
    public static Value Normal(Shape shape, double mean = 0, double standardDeviation = 1, ElementType elementType = ElementType.Float32)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!(standardDeviation >= 0) || !double.IsFinite(standardDeviation)) throw new ArgumentOutOfRangeException(nameof(standardDeviation), standardDeviation, "Normal: the standard deviation has to be finite and at least 0.");
        if (!double.IsFinite(mean)) throw new ArgumentOutOfRangeException(nameof(mean), mean, "Normal: the mean has to be finite.");
        var unit = new NormalOp(shape, elementType).Of();
        return (mean, standardDeviation) == (0, 1) ? unit : (unit * standardDeviation) + mean;
    }
}
