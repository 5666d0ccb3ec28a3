using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = x with its last axes resized to other lengths, by ONNX's formulas as computed by ONNX Runtime.</summary>
/// <param name="Sizes">The new lengths of the last axes, which may be named.</param>
/// <param name="Scales">The scales; empty if sizes are given.</param>
/// <param name="Mode">The interpolation mode.</param>
/// <param name="Coordinates">The rule for positions.</param>
/// <param name="Rounding">The rule for the nearest element.</param>
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
                $"Resize: {Sizes.Length} lengths were given for {inputs[0]}; there must be one for each of its last axes, at least one.");
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
    /// ONNX Runtime's operator supports float32, linear only over one to three axes of [batch, channels, …] and cubic over two; otherwise
    /// the maps are written as matrix products.
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
                    $"Resize of {x.Type} to {y} by {Mode}: ONNX Runtime's operator does not support it, and named axes cannot be written "
                        + "as products. Use numbers for their lengths.");
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
    /// Axes that shrink come first, and those that grow from the last one on, which minimizes the work. If no length changes, x is
    /// unchanged regardless of the scale, as in ONNX Runtime.
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

    /// <summary>The maps if all lengths are known; other axes are unchanged.</summary>
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

    /// <summary>Whether elements are written as a gather, which is not possible along a named axis.</summary>
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

    /// <summary>Whether all changed lengths are numbers.</summary>
    private bool IsKnown(Shape shape) =>
        shape
            .TakeLast(Sizes.Length)
            .Zip(Sizes)
            .Select((axis, i) => IsKept(axis.First, axis.Second, i) || (axis.First.IsFixed && axis.Second.IsFixed))
            .All(known => known);

    /// <summary>Whether each axis is unchanged.</summary>
    private bool IsKept(Dimension from, Dimension to, int i) => from == to && (Scales.Length == 0 || Scales[i] == 1);

    private static ShapeException Empty(Shape shape, int axis, Dimension to) =>
        new($"Resize: axis {axis} of {shape} cannot become {to}; both lengths must be 1 or more.");
}

public partial class Value
{
    /// <summary>
    /// Resizes the last axes to given lengths. If the nearest element depends on the last bit of a coordinate, a runtime with another
    /// rounding may select its neighbour along named axes; along other axes, elements are then written as a gather.
    /// </summary>
    /// <param name="size">The new lengths: <c>[56, 56]</c> for height and width, or those of another value, which may be named.</param>
    /// <param name="mode">The interpolation mode.</param>
    /// <param name="coordinates">The rule for positions.</param>
    /// <param name="rounding">The rule for the nearest element, for <see cref="ResizeMode.Nearest"/>.</param>
    /// <exception cref="ShapeException">There are fewer axes, or an axis becomes empty.</exception>
    public Value Resize(
        Shape size, ResizeMode mode = ResizeMode.Nearest, ResizeCoordinates coordinates = ResizeCoordinates.HalfPixel,
        ResizeRounding rounding = ResizeRounding.RoundPreferFloor)
    {
        ArgumentNullException.ThrowIfNull(size);
        var kept = size.Rank <= Rank ? LeadingAxesThatStay([.. size]) : 0;
        return new ResizeOp([.. size.Skip(kept)], [], mode, coordinates, rounding).Of(this);
    }

    /// <summary>Resizes the last axes by scales; lengths are rounded down.</summary>
    /// <param name="scales">The scale of each of the last axes, stored as float32 as in ONNX.</param>
    /// <param name="mode">The interpolation mode.</param>
    /// <param name="coordinates">The rule for positions.</param>
    /// <param name="rounding">The rule for the nearest element, for <see cref="ResizeMode.Nearest"/>.</param>
    /// <exception cref="ShapeException">There are fewer axes, an axis is named and its scale is not a multiple of 1/256, or an axis becomes
    /// empty.</exception>
    public Value ResizeBy(
        IReadOnlyList<double> scales, ResizeMode mode = ResizeMode.Nearest, ResizeCoordinates coordinates = ResizeCoordinates.HalfPixel,
        ResizeRounding rounding = ResizeRounding.RoundPreferFloor)
    {
        ArgumentNullException.ThrowIfNull(scales);
        if (scales.Count == 0 || scales.Count > Rank)
            throw new ShapeException($"Resize: {scales.Count} scales were given for {Type}; there must be one for each of its last axes, "
                + "at least one.");
        if (!scales.All(s => s > 0 && double.IsFinite(s)))
            throw new ShapeException($"Resize: the scales {string.Join(", ", scales)} must be positive numbers.");
        float[] factors = [.. scales.Select(s => (float)s)];
        Dimension[] sizes = [.. factors.Select((s, i) => Scaled(Rank - scales.Count + i, s))];
        var kept = Math.Min(LeadingAxesThatStay(sizes), factors.TakeWhile(s => s == 1).Count());
        return new ResizeOp(sizes[kept..], factors[kept..], mode, coordinates, rounding).Of(this);
    }

    /// <summary>
    /// The number of leading axes, except the last, whose length is unchanged: the batch and the channels, if they are included.
    /// </summary>
    private int LeadingAxesThatStay(Dimension[] sizes) =>
        sizes.SkipLast(1).Zip(Shape.TakeLast(sizes.Length)).TakeWhile(axis => axis.First == axis.Second).Count();

    /// <summary>The scaled length of an axis; for a named axis, the scale must be exact in its formula.</summary>
    private Dimension Scaled(int axis, float scale)
    {
        const int parts = 256;
        if (Shape[axis] is { IsFixed: true } known) return (long)MathF.Floor(known.Size * scale);
        return scale * parts is var times && times == MathF.Floor(times) && times < int.MaxValue
            ? Shape[axis] * (long)times / parts
            : throw new ShapeException(
                $"Resize: axis {axis} of {Shape} is named and the scale {scale} is not a multiple of 1/{parts}; use the new length, or a "
                    + "scale such as 2 or 0.5.");
    }
}
