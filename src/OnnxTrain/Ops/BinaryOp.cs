using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>A function of two numbers, applied element by element; operands broadcast.</summary>
internal abstract record BinaryOp : FloatOp
{
    public sealed override bool IsElementwise => true;

    public sealed override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return [new(inputs[0].ElementType, Shape.Broadcast(inputs[0].Shape, inputs[1].Shape, Name))];
    }

    public sealed override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (a, b) = Derivatives(node.Inputs[0], node.Inputs[1], node.Outputs[0], gradients[0]!);
        return [a?.SumTo(node.Inputs[0].Shape), b?.SumTo(node.Inputs[1].Shape)];
    }

    /// <summary>Tile form: y = f(a, b), element by element.</summary>
    protected abstract void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Tile form where b is the same number for all elements.</summary>
    protected abstract void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Tile form where a is the same number for all elements.</summary>
    protected abstract void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The gradients by a and b before their stretched axes are summed, given the gradient <paramref name="g"/> by y.</summary>
    protected abstract (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g);

    public sealed override TileLoop BindTiles(Binding binding) =>
        binding.OutputType(0).ElementType == ElementType.Float64 ? BindTiles<double>(binding) : BindTiles<float>(binding);

    protected sealed override Action Bind<T>(Binding binding) => BindTiles<T>(binding).Run;

    private TileLoop BindTiles<T>(Binding binding)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var output = binding.OutputSizes(0);
        var a = new TileSource<T>(binding.InputTiles<T>(0), binding.InputSizes(0), output);
        var b = new TileSource<T>(binding.InputTiles<T>(1), binding.InputSizes(1), output);
        var y = binding.OutputTiles<T>(0);
        if (b.IsSingle) return Tiles.Scalar(a, b, y, (x, number, to) => Tile(x, number, to));
        if (a.IsSingle) return Tiles.Scalar(b, a, y, (x, number, to) => Tile(number, x, to));
        return Tiles.Binary<T, T>(a, b, y, Tile<T>);
    }
}
