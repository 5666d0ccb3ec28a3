using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>A test of two numbers, applied element by element; operands broadcast. It has no gradient.</summary>
internal abstract record ComparisonOp : Op
{
    public sealed override bool IsElementwise => true;

    public sealed override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        if (inputs[0].ElementType != inputs[1].ElementType || !inputs[0].ElementType.IsNumber())
            throw new ShapeException(
                $"{Name}: {inputs[0]} and {inputs[1]} cannot be compared; both have to be float32, float64, int32 or int64; Cast makes "
                    + "them so.");
        return [new(ElementType.Bool, Shape.Broadcast(inputs[0].Shape, inputs[1].Shape, Name))];
    }

    public sealed override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null, null];

    public sealed override Action Bind(Binding binding) => BindTiles(binding).Run;

    public sealed override TileLoop BindTiles(Binding binding) => binding.InputType(0).ElementType switch
    {
        ElementType.Float32 => BindTiles<float>(binding),
        ElementType.Float64 => BindTiles<double>(binding),
        ElementType.Int32 => BindTiles<int>(binding),
        _ => BindTiles<long>(binding),
    };

    /// <summary>Tile form: y = a ? b, element by element.</summary>
    protected abstract void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<bool> y)
        where T : unmanaged, INumber<T>;

    private TileLoop BindTiles<T>(Binding binding)
        where T : unmanaged, INumber<T>
    {
        var output = binding.OutputSizes(0);
        return Tiles.Binary<T, bool>(
            new(binding.InputTiles<T>(0), binding.InputSizes(0), output),
            new(binding.InputTiles<T>(1), binding.InputSizes(1), output),
            binding.OutputTiles<bool>(0),
            Tile<T>);
    }
}
