using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = x repeated along axes of length 1 until it has the target shape.</summary>
internal sealed record ExpandOp(Shape Target) : DataTileOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireWholeBytes(inputs);
        return Shape.Broadcast(inputs[0].Shape, Target, Name).Equals(Target)
            ? [new(inputs[0].ElementType, Target)]
            : throw new ShapeException($"Expand: {inputs[0].Shape} does not broadcast to {Target}: only axes of length 1 do.");
    }

    // dL/dx = g summed over the axes that stretched
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [gradients[0]!.SumTo(node.Inputs[0].Shape)];

    public override void ToOnnx(OnnxForm form) => form.EmitWith("Expand", [form.Input(), form.Shape(Target)]);

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => 0;

    protected override TileLoop BindTiles<T>(Binding binding) =>
        Tiles.Expand(new TileSource<T>(binding.InputTiles<T>(0), binding.InputSizes(0), binding.OutputSizes(0)), binding.OutputTiles<T>(0));
}

public partial class Value
{
    /// <summary>Broadcasts to <paramref name="shape"/>: repeats the elements along axes of length 1, and along new axes in front.</summary>
    /// <exception cref="ShapeException">An axis with another length than 1 would have to broadcast.</exception>
    public Value Expand(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Equals(Shape) ? this : new ExpandOp(shape).Of(this);
    }
}
