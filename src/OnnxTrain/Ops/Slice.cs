using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = the elements of x whose index along an axis is at least <c>Start</c> and below <c>End</c>.</summary>
internal sealed record SliceOp(int Axis, long Start, long End) : DataOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RejectStrings(inputs);
        var shape = inputs[0].Shape;
        if (!shape[Axis].IsFixed) throw new ShapeException($"Slice: axis {Axis} of {shape} is named; its length has to be known.");
        return Start >= 0 && Start <= End && End <= shape[Axis].Size
            ? [new(inputs[0].ElementType, shape.With(Axis, End - Start))]
            : throw new ShapeException($"Slice: {Start} … {End} is not within 0 … {shape[Axis]}, axis {Axis} of {shape}.");
    }

    // dL/dx = g, and zeros where x was cut away
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [new PadOp(Axis, Start, node.Inputs[0].Shape[Axis].Size - End).Of(gradients[0]!)];

    public override void ToOnnx(OnnxForm form) =>
        form.EmitWith("Slice", [form.Input(), form.Integers(Start), form.Integers(End), form.Integers(Axis)]);

    protected override Action Bind<T>(Binding binding)
    {
        var (x, y) = (binding.Input<T>(0), binding.Output<T>(0));
        var sizes = binding.InputSizes(0);
        var rows = sizes.Before(Axis);
        var inner = sizes.After(Axis);
        var run = (int)(End - Start) * inner;
        return ColumnCopy.Bind(x, sizes[Axis] * inner, (int)Start * inner, y, run, 0, rows, run);
    }
}

public partial class Value
{
    /// <summary>The elements with an index from <paramref name="start"/> on and below <paramref name="end"/> along <paramref name="axis"/>.</summary>
    /// <exception cref="ShapeException">The range leaves the axis, or the axis is named.</exception>
    public Value Slice(int axis, long start, long end) => new SliceOp(Shape.Axis(axis, nameof(Slice)), start, end).Of(this);
}
