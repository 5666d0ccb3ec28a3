using System.Runtime.InteropServices;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>An elementwise function of two booleans; operands broadcast. It has no gradient.</summary>
internal abstract record LogicOp : Op
{
    public sealed override bool IsElementwise => true;

    public sealed override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        if (inputs[0].ElementType != ElementType.Bool || inputs[1].ElementType != ElementType.Bool)
            throw new ShapeException($"{Name}: {inputs[0]} and {inputs[1]} are given; both must be bool, as comparisons yield.");
        return [new(ElementType.Bool, Shape.Broadcast(inputs[0].Shape, inputs[1].Shape, Name))];
    }

    public sealed override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null, null];

    public sealed override Action Bind(Binding binding) => BindTiles(binding).Run;

    public sealed override TileLoop BindTiles(Binding binding)
    {
        var output = binding.OutputSizes(0);
        return Tiles.Binary<bool, bool>(
            new(binding.InputTiles<bool>(0), binding.InputSizes(0), output),
            new(binding.InputTiles<bool>(1), binding.InputSizes(1), output),
            binding.OutputTiles<bool>(0),
            (a, b, y) => Tile(MemoryMarshal.AsBytes(a), MemoryMarshal.AsBytes(b), MemoryMarshal.AsBytes(y)));
    }

    public sealed override void ToOnnx(OnnxForm form) => form.Emit(Name);

    /// <summary>Tile form: y = f(a, b), each a byte of 0 or 1.</summary>
    protected abstract void Tile(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> y);
}
