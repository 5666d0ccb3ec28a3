using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>An elementwise function of two numbers; operands broadcast.</summary>
internal abstract record BinaryOp : Op
{
    public sealed override bool IsElementwise => true;

    public sealed override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        Require(inputs);
        return [new(inputs[0].ElementType, Shape.Broadcast(inputs[0].Shape, inputs[1].Shape, Name))];
    }

    public sealed override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (a, b) = Derivatives(node.Inputs[0], node.Inputs[1], node.Outputs[0], gradients[0]!);
        return [a?.SumTo(node.Inputs[0].Shape), b?.SumTo(node.Inputs[1].Shape)];
    }

    public sealed override Action Bind(Binding binding) => BindTiles(binding).Run;

    public abstract override TileLoop BindTiles(Binding binding);

    /// <summary>Throws unless the function supports the element types.</summary>
    protected abstract void Require(ReadOnlySpan<TensorType> inputs);

    /// <summary>The gradients by a and b, before the sum over broadcast axes, given the gradient <paramref name="g"/> by y.</summary>
    protected abstract (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g);

    /// <summary>The loop over tiles: two tensors, a tensor and a number, or a number and a tensor.</summary>
    protected static TileLoop BindTiles<T>(
        Binding binding, BinaryTile<T, T> tile, ScalarTile<T> tensorAndNumber, ScalarTile<T> numberAndTensor)
        where T : unmanaged
    {
        var output = binding.OutputSizes(0);
        var a = new TileSource<T>(binding.InputTiles<T>(0), binding.InputSizes(0), output);
        var b = new TileSource<T>(binding.InputTiles<T>(1), binding.InputSizes(1), output);
        var y = binding.OutputTiles<T>(0);
        if (b.IsSingle) return Tiles.Scalar(a, b, y, tensorAndNumber);
        if (a.IsSingle) return Tiles.Scalar(b, a, y, numberAndTensor);
        return Tiles.Binary(a, b, y, tile);
    }
}
