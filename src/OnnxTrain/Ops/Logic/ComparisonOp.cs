using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>An elementwise comparison of two numbers; operands broadcast. It has no gradient.</summary>
internal abstract record ComparisonOp : NumberTileOp
{
    public sealed override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        if (inputs[0].ElementType != inputs[1].ElementType || !inputs[0].ElementType.IsNumber())
            throw new ShapeException(
                $"{Name}: {inputs[0]} and {inputs[1]} cannot be compared; both must be float32, float64, int32 or int64; use Cast.");
        return [new(ElementType.Bool, Shape.Broadcast(inputs[0].Shape, inputs[1].Shape, Name))];
    }

    public sealed override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null, null];

    /// <summary>Tile form: y = a ? b, elementwise.</summary>
    protected abstract void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<bool> y)
        where T : unmanaged, INumber<T>;

    protected sealed override TileLoop BindTiles<T>(Binding binding)
    {
        var output = binding.OutputSizes(0);
        return Tiles.Binary<T, bool>(
            new(binding.InputTiles<T>(0), binding.InputSizes(0), output),
            new(binding.InputTiles<T>(1), binding.InputSizes(1), output),
            binding.OutputTiles<bool>(0),
            Tile<T>);
    }
}
