using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = a where the condition is true, b elsewhere; all three broadcast.</summary>
internal sealed record WhereOp : DataTileOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireWholeBytes(inputs);
        if (inputs[0].ElementType != ElementType.Bool)
            throw new ShapeException($"Where: the condition is {inputs[0]}; it must be bool, as comparisons yield.");
        if (inputs[1].ElementType != inputs[2].ElementType)
            throw new ShapeException($"Where: {inputs[1]} and {inputs[2]} cannot be combined; Cast converts one to the other.");
        var values = Shape.Broadcast(inputs[1].Shape, inputs[2].Shape, Name);
        return [new(inputs[1].ElementType, Shape.Broadcast(inputs[0].Shape, values, Name))];
    }

    // dL/da = g where the condition holds, else 0; dL/db the rest
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (condition, g) = (node.Inputs[0], gradients[0]!);
        var zero = Value.Constant(0, g.ElementType);
        return
        [
            null,
            Value.Where(condition, g, zero).SumTo(node.Inputs[1].Shape),
            Value.Where(condition, zero, g).SumTo(node.Inputs[2].Shape),
        ];
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("Where");

    protected override TileLoop BindTiles<T>(Binding binding)
    {
        var output = binding.OutputSizes(0);
        return Tiles.Ternary<T>(
            new(binding.InputTiles<bool>(0), binding.InputSizes(0), output),
            new(binding.InputTiles<T>(1), binding.InputSizes(1), output),
            new(binding.InputTiles<T>(2), binding.InputSizes(2), output),
            binding.OutputTiles<T>(0),
            Masks.Select);
    }
}

public partial class Value
{
    /// <summary>
    /// Elements of <paramref name="a"/> where the condition is true and of <paramref name="b"/> elsewhere; all broadcast.
    /// </summary>
    /// <param name="condition">bool, as from comparisons.</param>
    /// <param name="a">The value where the condition is true.</param>
    /// <param name="b">The value elsewhere.</param>
    public static Value Where(Value condition, Value a, Value b) => new WhereOp().Of(condition, a, b);
}
