using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = x with its last axes stretched or shrunk to other lengths, by ONNX's formulas as ONNX Runtime computes them.</summary>
/// <param name="Sizes">The new lengths of the last axes; they may be names, of those of the input or others.</param>
/// <param name="Scales">How many times the old lengths; empty where the sizes say it.</param>
/// <param name="Mode">How an element is made of its neighbours.</param>
/// <param name="Coordinates">Where an index lies.</param>
/// <param name="Rounding">Which element is the nearest.</param>
internal sealed record ResizeOp(
    EquatableArray<Dimension> Sizes, EquatableArray<float> Scales, ResizeMode Mode, ResizeCoordinates Coordinates, ResizeRounding Rounding
) : FormulaOp, IAxisMapped
{
    Op IAxisMapped.Linear => this;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var shape = inputs[0].Shape;
        if (Sizes.Length == 0 || Sizes.Length > shape.Rank)
            throw new ShapeException(
                $"Resize: {Sizes.Length} lengths were given for {inputs[0]}; they are for its last axes, one at least.");
        for (var i = 0; i < Sizes.Length; i++)
        {
            var axis = shape.Rank - Sizes.Length + i;
            if (shape[axis] is { IsFixed: true, Size: < 1 } || Sizes[i] is { IsFixed: true, Size: < 1 })
                throw Empty(inputs[0].Shape, axis, Sizes[i]);
            shape = shape.With(axis, Sizes[i]);
        }

        return [new(inputs[0].ElementType, shape)];
    }

    // the transposes of the maps, in the other order
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [
            IsKnown(node.Inputs[0].Shape)
                ? AxisMapOp.Backwards(Maps(node.Inputs[0].Shape), gradients[0]!)
                : new StretchGradientOp(this, node.Inputs[0].Shape).Of(gradients[0]!),
        ];

    /// <summary>
    /// ONNX Runtime's operator takes float32, linear only over one to three axes of [batch, channels, …] and cubic over two; else the maps
    /// are written as products.
    /// </summary>
    public override void ToOnnx(OnnxForm form)
    {
        var (x, y) = (form.Node.Inputs[0], form.Node.Outputs[0].Shape);
        var isWhole = x.Rank == Sizes.Length + 2;
        if (IsKnown(x.Shape) && x.Shape.Equals(y))
        {
            form.Emit("Identity");
            return;
        }

        var isLacking =
            (Mode == ResizeMode.Linear && !(isWhole && Sizes.Length <= 3)) || (Mode == ResizeMode.Cubic && !(isWhole && Sizes.Length == 2));
        if (x.ElementType != ElementType.Float32 || isLacking || RoundsToTwoLengths(x.Shape) || IsDelicate(x.Shape))
        {
            if (!IsKnown(x.Shape))
                throw new NotSupportedException(
                    $"Resize of {x.Type} to {y} by {Mode}: ONNX Runtime's operator does not take it, and named axes cannot be written as "
                        + "products. Give their lengths in numbers.");
            base.ToOnnx(form);
            return;
        }

        string[] inputs =
            Scales.Length == 0
                ? [form.Input(), "", "", form.Shape(y)]
                :
                [
                    form.Input(), "",
                    form.Constant(TensorData.Of<float>([.. Enumerable.Repeat(1f, x.Rank - Scales.Length), .. Scales], [x.Rank])),
                ];
        List<AttributeProto> attributes =
        [
            OnnxAttribute.Text("mode", Mode.ToString().ToLowerInvariant()),
            OnnxAttribute.Text("coordinate_transformation_mode", Coordinates switch
            {
                ResizeCoordinates.HalfPixel => "half_pixel",
                ResizeCoordinates.PytorchHalfPixel => "pytorch_half_pixel",
                ResizeCoordinates.AlignCorners => "align_corners",
                _ => "asymmetric",
            }),
        ];
        if (Mode == ResizeMode.Cubic) attributes.Add(OnnxAttribute.Float("cubic_coeff_a", -0.75));
        if (Mode == ResizeMode.Nearest)
        {
            attributes.Add(OnnxAttribute.Text("nearest_mode", Rounding switch
            {
                ResizeRounding.RoundPreferFloor => "round_prefer_floor",
                ResizeRounding.RoundPreferCeil => "round_prefer_ceil",
                ResizeRounding.Floor => "floor",
                _ => "ceil",
            }));
        }

        form.EmitWith("Resize", inputs, [.. attributes]);
    }

    protected override Value[] Formula(IReadOnlyList<Value> x) =>
        [Maps(x[0].Shape).Aggregate(x[0], (value, map) => new AxisMapOp(map.Axis, map.Map).Of(value))];

    protected override Action Bind<T>(Binding binding) =>
        AxisMap.Bind(
            binding.Input<T>(0), binding.InputSizes(0), Maps(binding.InputSizes(0), binding.OutputSizes(0)), binding.Output<T>(0),
            binding.Scratch);

    /// <summary>
    /// Axes that shrink come first, and those that grow from the last one on: the maps have the less to do, and lines, which cost most, are
    /// fewest. Where no length changes x stays as it is, whatever the scale, as in ONNX Runtime.
    /// </summary>
    public (int Axis, AxisMap Map)[] Maps(int[] from, int[] to) =>
        from.AsSpan().SequenceEqual(to) && !from.Contains(0)
            ? []
            :
            [
                .. Enumerable
                    .Range(from.Length - Sizes.Length, Sizes.Length)
                    .Where(axis => !IsKept(from[axis], to[axis], axis - from.Length + Sizes.Length))
                    .OrderByDescending(axis => to[axis] < from[axis])
                    .ThenByDescending(axis => axis)
                    .Select(axis =>
                        from[axis] > 0 && to[axis] > 0
                            ? (
                                axis,
                                ResizeMaps.Of(
                                    from[axis], to[axis], Scales.Length == 0 ? null : Scales[axis - from.Length + Sizes.Length], Mode,
                                    Coordinates, Rounding))
                            : throw Empty([.. from.Select(n => (Dimension)n)], axis, to[axis])),
            ];

    public IEnumerable<(int Axis, Op OfLines)> Lines(Shape from)
    {
        for (var i = 0; i < Sizes.Length; i++)
        {
            var length = from[from.Rank - Sizes.Length + i];
            if (IsKept(length, Sizes[i], i)) continue;
            yield return (
                from.Rank - Sizes.Length + i,
                this with { Sizes = [length, Sizes[i]], Scales = Scales.Length == 0 ? [] : [1, Scales[i]] });
        }
    }

    /// <summary>The maps where all lengths are known; other axes stay as they are.</summary>
    private (int Axis, AxisMap Map)[] Maps(Shape shape)
    {
        int[] from = [.. shape.Select(d => d.IsFixed ? (int)d.Size : 1)];
        return Maps(from, [.. from[..^Sizes.Length], .. Sizes.Select(d => d.IsFixed ? (int)d.Size : 1)]);
    }

    /// <summary>
    /// Whether a length times its scale is a whole number when computed in float32, as ONNX Runtime does, and a little less in float64, as
    /// its check of shapes does.
    /// </summary>
    private bool RoundsToTwoLengths(Shape shape)
    {
        var lengths = shape.TakeLast(Scales.Length);
        return lengths.Zip(Scales).Any(axis => axis.First.IsFixed
            && MathF.Floor(axis.First.Size * axis.Second) != Math.Floor((double)axis.First.Size * axis.Second));
    }

    /// <summary>Whether elements are to be written by their indices. Along a named axis they cannot be.</summary>
    private bool IsDelicate(Shape shape)
    {
        if (Mode != ResizeMode.Nearest || !IsKnown(shape))
            return false;
        return shape
            .TakeLast(Sizes.Length)
            .Where(
                (d, i) =>
                    !IsKept(d, Sizes[i], i)
                    && ResizeMaps.IsDelicate((int)d.Size, (int)Sizes[i].Size, Scales.Length == 0 ? null : Scales[i], Coordinates, Rounding))
            .Any();
    }

    /// <summary>Whether all lengths that change are numbers.</summary>
    private bool IsKnown(Shape shape) =>
        shape
            .TakeLast(Sizes.Length)
            .Zip(Sizes)
            .Select((axis, i) => IsKept(axis.First, axis.Second, i) || (axis.First.IsFixed && axis.Second.IsFixed))
            .All(known => known);

    /// <summary>Whether an axis stays as it is, element by element.</summary>
    private bool IsKept(Dimension from, Dimension to, int i) => from == to && (Scales.Length == 0 || Scales[i] == 1);

    private static ShapeException Empty(Shape shape, int axis, Dimension to) =>
        new($"Resize: axis {axis} of {shape} cannot become {to}; both lengths have to be 1 or more.");
}

public partial class Value
{
    /// <summary>
    /// The last axes stretched or shrunk to given lengths. Along named axes, where the last bit of a coordinate decides which element is
    /// the nearest, a runtime that rounds otherwise takes its neighbour; along others elements are then written by their indices.
    /// </summary>
    /// <param name="size">The new lengths: <c>[56, 56]</c> for height and width, or those of another value, which may be names.</param>
    /// <param name="mode">How an element is made of its neighbours.</param>
    /// <param name="coordinates">Where an index lies.</param>
    /// <param name="rounding">Which element is the nearest, if it is the nearest that counts.</param>
    /// <exception cref="ShapeException">There are not so many axes, or nothing is left of one.</exception>
    public Value Resize(
        Shape size, ResizeMode mode = ResizeMode.Nearest, ResizeCoordinates coordinates = ResizeCoordinates.HalfPixel,
        ResizeRounding rounding = ResizeRounding.RoundPreferFloor)
    {
        ArgumentNullException.ThrowIfNull(size);
        var kept = size.Rank <= Rank ? LeadingAxesThatStay([.. size]) : 0;
        return new ResizeOp([.. size.Skip(kept)], [], mode, coordinates, rounding).Of(this);
    }

    /// <summary>The last axes stretched or shrunk to so many times their lengths, rounded down.</summary>
    /// <param name="scales">A number for each of the last axes, held as float32 as in ONNX.</param>
    /// <param name="mode">How an element is made of its neighbours.</param>
    /// <param name="coordinates">Where an index lies.</param>
    /// <param name="rounding">Which element is the nearest, if it is the nearest that counts.</param>
    /// <exception cref="ShapeException">There are not so many axes, one of them is named and the scale no multiple of 1/256, or nothing
    /// would be left of it.</exception>
    public Value ResizeBy(
        IReadOnlyList<double> scales, ResizeMode mode = ResizeMode.Nearest, ResizeCoordinates coordinates = ResizeCoordinates.HalfPixel,
        ResizeRounding rounding = ResizeRounding.RoundPreferFloor)
    {
        ArgumentNullException.ThrowIfNull(scales);
        if (scales.Count == 0 || scales.Count > Rank)
            throw new ShapeException($"Resize: {scales.Count} scales were given for {Type}; they are for its last axes, one at least.");
        if (!scales.All(s => s > 0 && double.IsFinite(s)))
            throw new ShapeException($"Resize: the scales {string.Join(", ", scales)} have to be positive numbers.");
        float[] factors = [.. scales.Select(s => (float)s)];
        Dimension[] sizes = [.. factors.Select((s, i) => Scaled(Rank - scales.Count + i, s))];
        var kept = Math.Min(LeadingAxesThatStay(sizes), factors.TakeWhile(s => s == 1).Count());
        return new ResizeOp(sizes[kept..], factors[kept..], mode, coordinates, rounding).Of(this);
    }

    /// <summary>
    /// How many of the first of these lengths are those of the axes now, the last one left out: the batch and the channels, where they are
    /// said too.
    /// </summary>
    private int LeadingAxesThatStay(Dimension[] sizes) =>
        sizes.SkipLast(1).Zip(Shape.TakeLast(sizes.Length)).TakeWhile(axis => axis.First == axis.Second).Count();

    /// <summary>An axis so many times as long; one that is named grows by numbers that its formula holds exactly.</summary>
    private Dimension Scaled(int axis, float scale)
    {
        const int parts = 256;
        if (Shape[axis] is { IsFixed: true } known) return (long)MathF.Floor(known.Size * scale);
        return scale * parts is var times && times == MathF.Floor(times) && times < int.MaxValue
            ? Shape[axis] * (long)times / parts
            : throw new ShapeException(
                $"Resize: axis {axis} of {Shape} is named and the scale {scale} no multiple of 1/{parts}; give the new length, or a "
                    + "scale such as 2 or 0.5.");
    }
}
