using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = a range of x along an axis, where start and length may be expressions over names.</summary>
internal sealed record NarrowOp(int Axis, Dimension Start, Dimension Length) : DataOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireWholeBytes(inputs);
        var shape = inputs[0].Shape;
        return Start.IsNegative || Length.IsNegative || Behind(shape).IsNegative
            ? throw new ShapeException($"Narrow: {Length} elements from {Start} on are not within axis {Axis} of {shape}.")
            : [new(inputs[0].ElementType, shape.With(Axis, Length))];
    }

    // dL/dx = g where the elements were taken from, and zeros where x was left out
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [new PadOp(Axis, Start, Behind(node.Inputs[0].Shape)).Of(gradients[0]!)];

    public override void ToOnnx(OnnxForm form)
    {
        var end = form.Node.Inputs[0].Shape[Axis] == Start + Length ? form.Integers(long.MaxValue) : form.Length(Start + Length);
        form.EmitWith("Slice", [form.Input(), form.Length(Start), end, form.Integers(Axis)]);
    }

    protected override Action Bind<T>(Binding binding)
    {
        var sizes = binding.InputSizes(0);
        var (rows, length, inner) = (sizes.Before(Axis), sizes[Axis], sizes.After(Axis));
        var (start, count) = (binding.Resolve(Start), binding.Resolve(Length));
        if (start < 0 || count < 0 || start + count > length)
            throw new ShapeException(
                $"Narrow: {count} elements ({Length}) from {start} ({Start}) on are not within axis {Axis} of "
                    + $"{binding.InputType(0).Shape}.");
        return ColumnCopy.Bind(
            binding.Input<T>(0), length * inner, (int)start * inner, binding.Output<T>(0), (int)count * inner, 0, rows, (int)count * inner);
    }

    private Dimension Behind(Shape shape) => shape[Axis] - Start - Length;
}

public partial class Value
{
    /// <summary>
    /// <paramref name="length"/> elements along <paramref name="axis"/> from <paramref name="start"/> on, both numbers, names or
    /// expressions: <c>x.Narrow(1, x.Shape[1] / 2, 1)</c>. As PyTorch's <c>narrow</c>.
    /// </summary>
    /// <param name="axis">The axis.</param>
    /// <param name="start">The first element, counted from 0.</param>
    /// <param name="length">The number of elements.</param>
    /// <exception cref="ShapeException">The range is not within the axis. For named lengths this is checked when they are
    /// known.</exception>
    public Value Narrow(int axis, Dimension start, Dimension length)
    {
        var at = Shape.Axis(axis, nameof(Narrow));
        if (start.IsInferred || length.IsInferred)
            throw new ShapeException($"Narrow: {length} elements from {start} on; both must be 0 or more, a name or an expression.");
        var (n, end) = (Shape[at], start + length);
        var last = end == n && !n.IsFixed ? long.MaxValue : Place(end);
        return Place(start) is { } first && last is { } stop
            ? new SliceOp(at, first, stop).Of(this)
            : new NarrowOp(at, start, length).Of(this);

        // As Slice counts, from the end where the place is less than the length by a number.
        long? Place(Dimension place) =>
            place.IsFixed ? place.Size : n - place is { IsFixed: true, Size: > 0 } left ? -left.Size : null;
    }
}
