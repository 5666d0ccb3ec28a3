using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = x padded before and after along each axis: with a number, with x mirrored or repeated, or with its edges.</summary>
internal sealed record PadAxesOp(EquatableArray<long> Before, EquatableArray<long> After, PadMode Mode, double Number)
    : FloatOp,
        IAxisMapped
{
    Op IAxisMapped.Linear => this with { Number = 0 };

    public override string Name => "Pad";

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var shape = inputs[0].Shape;
        if (Before.Length != shape.Rank || After.Length != shape.Rank)
            throw new ShapeException(
                $"Pad: {Before.Length} lengths before and {After.Length} after do not fit the {shape.Rank} axes of {shape}.");
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var (before, after) = (Before[axis], After[axis]);
            if (before == 0 && after == 0) continue;
            if (before < 0 || after < 0)
                throw new ShapeException(
                    $"Pad: {before} before and {after} after do not fit axis {axis} of {inputs[0].Shape}; they are 0 or more. Slice cuts "
                        + "off.");
            if (shape[axis].IsFixed)
                RequireLength(inputs[0].Shape, axis);
            shape = shape.With(axis, shape[axis] + before + after);
        }

        return [new(inputs[0].ElementType, shape)];
    }

    // dL/dx = the part of g that is not padding; where elements were taken several times, the sum of their gradients
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (sizes, g) = (node.Inputs[0].Shape, gradients[0]!);
        return
        [
            Mode == PadMode.Constant ? Padded().Aggregate(g, (value, axis) => value.Narrow(axis, Before[axis], sizes[axis]))
            : Padded().Any(axis => !sizes[axis].IsFixed) ? new StretchGradientOp(this, sizes).Of(g)
            : AxisMapOp.Backwards(Maps(axis => (int)sizes[axis].Size), g),
        ];
    }

    public override void ToOnnx(OnnxForm form)
    {
        if (Mode == PadMode.Circular)
        {
            Wrap(form);
            return;
        }

        var mode = OnnxAttribute.Text("mode", Mode switch { PadMode.Constant => "constant", PadMode.Reflect => "reflect", _ => "edge" });
        var pads = form.Integers([.. Before, .. After]);
        if (Mode == PadMode.Constant && Number != 0) form.EmitWith("Pad", [form.Input(), pads, form.Scalar(Number)], mode);
        else form.EmitWith("Pad", [form.Input(), pads], mode);
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (x, y, from, to) = (binding.Input<T>(0), binding.Output<T>(0), binding.InputSizes(0), binding.OutputSizes(0));
        foreach (var axis in Padded()) RequireLength(binding.InputType(0).Shape, axis);
        if (Mode != PadMode.Constant) return AxisMap.Bind(x, from, Maps(axis => from[axis]), y, binding.Scratch);
        var number = T.CreateChecked(Number);
        var (run, width, left) = (from[^1], to[^1], (int)Before[^1]);
        int[] before = [.. Before.Select(b => (int)b)];
        return ParallelLoop.OverRows(width == 0 ? 0 : y.Length / width, width, (first, end) =>
        {
            for (var row = first; row < end; row++)
            {
                var target = y.Span.Slice(row * width, width);
                if (Source(row, from, to, before) is not (>= 0 and var source))
                {
                    target.Fill(number);
                    continue;
                }

                target[..left].Fill(number);
                x.Span.Slice(source * run, run).CopyTo(target[left..]);
                target[(left + run)..].Fill(number);
            }
        }).Run;
    }

    /// <summary>Circular padding by concatenation, since Pad supports it only from opset 19 on.</summary>
    private void Wrap(OnnxForm form)
    {
        int[] padded = [.. Padded()];
        var x = form.Input();
        foreach (var axis in padded)
        {
            List<string> parts = [x];
            if (Before[axis] > 0) parts.Insert(0, Slice(-Before[axis], long.MaxValue));
            if (After[axis] > 0) parts.Add(Slice(0, After[axis]));
            var join = OnnxAttribute.Int("axis", axis);
            if (axis == padded[^1]) form.EmitWith("Concat", [.. parts], join);
            else x = form.Step("Concat", [.. parts], join);

            string Slice(long start, long end) => form.Step("Slice", [x, form.Integers(start), form.Integers(end), form.Integers(axis)]);
        }
    }

    /// <summary>The line of x for the line <paramref name="row"/> of y, over all axes except the last; −1 for padding.</summary>
    private static int Source(int row, int[] from, int[] to, int[] before)
    {
        var (source, stride) = (0, 1);
        for (var axis = from.Length - 2; axis >= 0; axis--)
        {
            (row, var index) = Math.DivRem(row, to[axis]);
            index -= before[axis];
            if ((uint)index >= (uint)from[axis]) return -1;
            source += index * stride;
            stride *= from[axis];
        }

        return source;
    }

    public (int Axis, AxisMap Map)[] Maps(int[] from, int[] to) => Maps(axis => from[axis]);

    public IEnumerable<(int Axis, Op OfLines)> Lines(Shape from) =>
        Padded().Select(axis => (axis, (Op)new PadAxesOp([0, 0, 0, Before[axis]], [0, 0, 0, After[axis]], Mode, 0)));

    /// <exception cref="ShapeException">The axis, of known length, is too short for the mode.</exception>
    private void RequireLength(Shape shape, int axis)
    {
        var size = shape[axis].Size;
        if (Mode == PadMode.Reflect && Math.Max(Before[axis], After[axis]) >= size)
            throw new ShapeException(
                $"Pad: {Before[axis]} before and {After[axis]} after cannot be reflected along axis {axis} of {shape}; an axis of {size} "
                    + $"gives at most {size - 1} on a side.");
        if (Mode == PadMode.Circular && Math.Max(Before[axis], After[axis]) > size)
            throw new ShapeException(
                $"Pad: {Before[axis]} before and {After[axis]} after do not go round axis {axis} of {shape}; an axis of {size} gives at "
                    + $"most {size} on a side.");
        if (Mode == PadMode.Replicate && size == 0)
            throw new ShapeException($"Pad: axis {axis} of {shape} has no element to repeat.");
    }

    private IEnumerable<int> Padded() => Enumerable.Range(0, Before.Length).Where(axis => Before[axis] > 0 || After[axis] > 0);

    private (int Axis, AxisMap Map)[] Maps(Func<int, int> size) =>
        [.. Padded().Select(axis => (axis, MapOf(size(axis), (int)Before[axis], (int)After[axis])))];

    private AxisMap MapOf(int size, int before, int after) => new(size, Enumerable.Range(-before, before + size + after).Select(i =>
    {
        if (Mode == PadMode.Constant && (i < 0 || i >= size)) return [];
        if (Mode == PadMode.Circular) return [((i + size) % size, 1)];
        var index = Mode == PadMode.Replicate ? Math.Clamp(i, 0, size - 1) : i < 0 ? -i : i < size ? i : (2 * (size - 1)) - i;
        return (IEnumerable<(int, double)>)[(index, 1)];
    }));
}

public partial class Value
{
    /// <summary>Pads the last axes.</summary>
    /// <param name="before">The number of elements before, 0 or more, for each of the last axes: <c>[1, 1]</c> for height and
    /// width.</param>
    /// <param name="after">The number of elements after, for the same axes.</param>
    /// <param name="mode">The content of the padding.</param>
    /// <param name="number">The padding value of <see cref="PadMode.Constant"/>.</param>
    /// <exception cref="ShapeException">The counts do not fit, or an axis is too short to be reflected.</exception>
    public Value Pad(IReadOnlyList<int> before, IReadOnlyList<int> after, PadMode mode = PadMode.Constant, double number = 0)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Count != after.Count || before.Count > Rank)
            throw new ShapeException(
                $"Pad: {before.Count} lengths before and {after.Count} after do not fit {Type}; both are for its last axes, as many of "
                    + "them.");
        if (before.Concat(after).All(n => n == 0))
            return this;
        var zeros = Enumerable.Repeat(0L, Rank - before.Count);
        return new PadAxesOp(
            [.. zeros, .. before.Select(n => (long)n)],
            [.. zeros, .. after.Select(n => (long)n)],
            mode, mode == PadMode.Constant ? number : 0
        ).Of(this);
    }
}
