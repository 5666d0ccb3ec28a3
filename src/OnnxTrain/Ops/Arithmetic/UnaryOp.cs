using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>A function of one number, applied to each element.</summary>
internal abstract record UnaryOp : FloatTileOp
{
    public sealed override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return [inputs[0]];
    }

    public sealed override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [Derivative(node.Inputs[0], node.Outputs[0], gradients[0]!)];

    /// <summary>Tile form: y = f(x), elementwise.</summary>
    protected abstract void Tile<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The gradient by x, given x, y = f(x) and the gradient <paramref name="g"/> by y; null where it is zero.</summary>
    protected abstract Value? Derivative(Value x, Value y, Value g);

    protected sealed override TileLoop BindTiles<T>(Binding binding) =>
        Tiles.Unary<T, T>(binding.InputTiles<T>(0), binding.OutputTiles<T>(0), Tile<T>);
}
