using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = every <c>Step</c>-th element of x along an axis, from <c>Start</c> on and before <c>End</c>. As in ONNX, negative indices count from
/// the end and a negative step goes backwards; <see cref="long.MaxValue"/> and <see cref="long.MinValue"/> stand for the ends of the axis.
/// </summary>
internal sealed record SliceOp(int Axis, long Start, long End, long Step = 1) : DataOp, IAxisMapped
{
    Op IAxisMapped.Linear => this;

    /// <summary>Whether all elements are kept, in reverse order.</summary>
    private bool IsFlip => Step == -1 && Start is long.MaxValue or -1 && End == long.MinValue;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireWholeBytes(inputs);
        if (Step == 0) throw new ShapeException("Slice: the step is 0; it must be 1 or more, or −1 or less.");
        var shape = inputs[0].Shape;
        return [new(inputs[0].ElementType, shape.With(Axis, shape[Axis].IsFixed ? Places(shape).Count : Length(shape)))];
    }

    // dL/dx = g where the elements were taken from, and zeros where x was left out
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (shape, g) = (node.Inputs[0].Shape, gradients[0]!);
        if (IsFlip) return [Of(g)];
        if (!shape[Axis].IsFixed)
        {
            if (Step != 1) return [new StretchGradientOp(this, shape).Of(g)];
            var (times, plus) = Place(Start);
            var start = (shape[Axis] * times) + plus;
            return [new PadOp(Axis, start, shape[Axis] - start - node.Outputs[0].Shape[Axis]).Of(g)];
        }

        var (first, count) = Places(shape);
        return [Step == 1
            ? new PadOp(Axis, first, shape[Axis].Size - first - count).Of(g)
            : new AxisMapOp(Axis, MapOf((int)shape[Axis].Size, first, count).Transposed()).Of(g)];
    }

    public override void ToOnnx(OnnxForm form)
    {
        string[] bounds = [form.Input(), form.Integers(Start), form.Integers(End), form.Integers(Axis)];
        form.EmitWith("Slice", Step == 1 ? bounds : [.. bounds, form.Integers(Step)]);
    }

    public (int Axis, AxisMap Map)[] Maps(int[] from, int[] to)
    {
        var (first, count) = Places(Shape.Create([.. from.Select(size => (Dimension)size)]));
        return [(Axis, MapOf(from[Axis], first, count))];
    }

    public IEnumerable<(int Axis, Op OfLines)> Lines(Shape from) => [(Axis, this with { Axis = 3 })];

    protected override Action Bind<T>(Binding binding)
    {
        var (x, y) = (binding.Input<T>(0), binding.Output<T>(0));
        var sizes = binding.InputSizes(0);
        var (rows, length, inner) = (sizes.Before(Axis), sizes[Axis], sizes.After(Axis));
        var places = Places(binding.InputType(0).Shape);
        var (first, count, step) = ((int)places.First, (int)places.Count, (int)Math.Clamp(Step, -int.MaxValue, int.MaxValue));
        return step == 1
            ? ColumnCopy.Bind(x, length * inner, first * inner, y, count * inner, 0, rows, count * inner)
            : SteppedCopy.Bind(x, length, first, step, y, count, rows, inner);
    }

    private AxisMap MapOf(int length, long first, long count) =>
        new(length, Enumerable.Range(0, (int)count).Select(i => (IEnumerable<(int, double)>)[((int)(first + (i * Step)), 1)]));

    /// <summary>The first element and the number of elements along an axis of known length.</summary>
    private (long First, long Count) Places(Shape shape)
    {
        var n = shape[Axis].Size;
        var ((startTimes, startPlus), (endTimes, endPlus)) = (Place(Start), Place(End));
        var (start, end) = ((startTimes * n) + startPlus, (endTimes * n) + endPlus);
        var between = Step > 0 ? end - start : start - end;

        // Going backwards, ONNX begins at the first element where the start lies before it: such a start is not within the axis, even if
        // nothing were taken.
        var isWithin = Step > 0 ? start >= 0 && end <= n : (start >= 0 && start < n && end >= -1) || (n == 0 && between <= 0);
        return isWithin && between >= 0
            ? (start, Count(between))
            : throw new ShapeException($"Slice: {Words} is not within 0 … {n}, axis {Axis} of {shape}.");
    }

    /// <summary>The length of a named axis.</summary>
    private Dimension Length(Shape shape)
    {
        var (start, end) = (Place(Start), Place(End));
        var (times, plus) = Step > 0 ? (end.Times - start.Times, end.Plus - start.Plus) : (start.Times - end.Times, start.Plus - end.Plus);
        return times switch
        {
            0 when plus >= 0 => Count(plus),
            1 => (shape[Axis] + plus + Math.Abs(Step) - 1) / Math.Abs(Step),
            _ => throw new ShapeException(
                $"Slice: how many elements {Words} is depends on how long axis {Axis} of {shape} is, which is named; count both ends "
                    + "from the same end of the axis."),
        };
    }

    private long Count(long between) => (between + Math.Abs(Step) - 1) / Math.Abs(Step);

    /// <summary>An index on an axis of n elements as times · n + plus.</summary>
    private (long Times, long Plus) Place(long place) => place switch
    {
        long.MaxValue => (1, Step > 0 ? 0 : -1),
        long.MinValue => (0, Step > 0 ? 0 : -1),
        < 0 => (1, place),
        _ => (0, place),
    };

    private string Words => Invariant($"Slice {Text(Start)} … {Text(End)} by {Step} along {Axis}");

    private static string Text(long place) => place switch
    {
        long.MaxValue => "last",
        long.MinValue => "first",
        _ => place.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}

public partial class Value
{
    /// <summary>
    /// The elements from <paramref name="start"/> to <paramref name="end"/>, exclusive, along <paramref name="axis"/>, every
    /// <paramref name="step"/>-th, as <c>x[start:end:step]</c> in Python.
    /// </summary>
    /// <param name="axis">The axis; for a named axis, the number of elements must follow from start and end.</param>
    /// <param name="start">The first element; negative numbers count from the end; null for the first, or, going backwards, the
    /// last.</param>
    /// <param name="end">The end, exclusive, counted in the same way; null for the end of the axis.</param>
    /// <param name="step">The step; negative steps go backwards.</param>
    /// <exception cref="ShapeException">The range exceeds the axis, the step is 0, or the length is not determined.</exception>
    public Value Slice(int axis, long? start = null, long? end = null, long step = 1)
    {
        var at = Shape.Axis(axis, nameof(Slice));
        return new SliceOp(at, start ?? (step > 0 ? 0 : long.MaxValue), end ?? (step > 0 ? long.MaxValue : long.MinValue), step).Of(this);
    }
}
