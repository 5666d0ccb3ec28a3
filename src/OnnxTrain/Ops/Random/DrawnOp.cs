using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = random numbers of a distribution, new ones in each step. In the inference graph they are replaced by their mean.</summary>
/// <param name="Drawn">The axes; named axes have the lengths of the graph's inputs.</param>
/// <param name="ElementType">Float32 or Float64.</param>
internal abstract record DrawnOp(Shape Drawn, ElementType ElementType) : FloatOp
{
    public sealed override bool IsRandom => true;

    /// <summary>The mean of the distribution.</summary>
    protected abstract double Mean { get; }

    public sealed override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => ElementType.IsFloat()
        ? [new(ElementType, Drawn)]
        : throw new ShapeException($"{Name}: {ElementType.Text()} is not supported as the element type of the result; float32 and "
            + "float64 are.");

    public sealed override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [];

    public sealed override Value[] ForInference(IReadOnlyList<Value> inputs) => [Value.Constant(Mean, ElementType).Expand(Drawn)];

    public sealed override void ToOnnx(OnnxForm form) =>
        throw new NotSupportedException(
            $"{Name} draws random numbers and belongs to training; an exported model is the inference graph, where their mean "
                + "replaces them.");

    /// <summary>Fills elements, starting from the random words of a block.</summary>
    protected abstract void Draw<T>(RandomStream random, ulong block, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>;

    protected sealed override Action Bind<T>(Binding binding)
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
}
