using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = x with its last axes stretched or shrunk to other lengths, by ONNX's formulas.</summary>
/// <param name="Sizes">The new lengths of the last axes.</param>
/// <param name="Scales">How many times the old lengths; empty where the sizes say it.</param>
/// <param name="Mode">How an element is made of its neighbours.</param>
/// <param name="Coordinates">Where an index lies.</param>
/// <param name="Rounding">Which element is the nearest.</param>
internal sealed record ResizeOp(long[] Sizes, float[] Scales, ResizeMode Mode, ResizeCoordinates Coordinates, ResizeRounding Rounding) : FormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var shape = inputs[0].Shape;
        if (Sizes.Length == 0 || Sizes.Length > shape.Rank) throw new ShapeException($"Resize: {Sizes.Length} lengths were given for {inputs[0]}; they are for its last axes, one at least.");
        for (var i = 0; i < Sizes.Length; i++)
        {
            var axis = shape.Rank - Sizes.Length + i;
            if (!shape[axis].IsFixed) throw new ShapeException($"Resize: axis {axis} of {inputs[0].Shape} is named; an axis that is resized has to have a known length.");
            if (shape[axis].Size < 1 || Sizes[i] < 1) throw new ShapeException($"Resize: axis {axis} of {inputs[0].Shape} cannot become {Sizes[i]}; both lengths have to be 1 or more.");
            shape = shape.With(axis, Sizes[i]);
        }

        return [new(inputs[0].ElementType, shape)];
    }

    // the transposes of the maps, in the other order
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [AxisMapOp.Backwards(Maps(node.Inputs[0].Shape), gradients[0]!)];

    /// <summary>ONNX Runtime's operator takes float32, linear only over one to three axes of [batch, channels, …] and cubic over two; else the maps are written as products.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        var (x, y) = (form.Node.Inputs[0], form.Node.Outputs[0].Shape);
        var isWhole = x.Rank == Sizes.Length + 2;
        if (x.ElementType != ElementType.Float32 || (Mode == ResizeMode.Linear && !(isWhole && Sizes.Length <= 3)) || (Mode == ResizeMode.Cubic && !(isWhole && Sizes.Length == 2)))
        {
            base.ToOnnx(form);
            return;
        }

        string[] inputs = Scales.Length == 0
            ? [form.Input(), "", "", form.Shape(y)]
            : [form.Input(), "", form.Constant(TensorData.Of<float>([.. Enumerable.Repeat(1f, x.Rank - Scales.Length), .. Scales], [x.Rank]))];
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

    public override string ToString() => $"Resize {Mode} {Coordinates} {Rounding} [{string.Join(", ", Sizes)}] [{string.Join(", ", Scales)}]";

    protected override Value[] Formula(IReadOnlyList<Value> x) =>
        [Maps(x[0].Shape).Aggregate(x[0], (value, map) => new AxisMapOp(map.Axis, map.Map).Of(value))];

    protected override Action Bind<T>(Binding binding) =>
        AxisMap.Bind(binding.Input<T>(0), binding.InputSizes(0), Maps(binding.InputType(0).Shape), binding.Output<T>(0), binding.Scratch);

    /// <summary>Axes that shrink come first, and those that grow from the last one on: the maps have the less to do, and lines, which cost most, are fewest.</summary>
    private (int Axis, AxisMap Map)[] Maps(Shape shape) =>
    [
        .. Enumerable.Range(0, Sizes.Length).OrderByDescending(i => Sizes[i] < shape[shape.Rank - Sizes.Length + i].Size).ThenByDescending(i => i).Select(i =>
        {
            var axis = shape.Rank - Sizes.Length + i;
            var length = (int)shape[axis].Size;
            return (axis, ResizeMaps.Of(length, (int)Sizes[i], Scales.Length == 0 ? null : Scales[i], Mode, Coordinates, Rounding));
        }),
    ];
}

public partial class Value
{
    /// <summary>The last axes stretched or shrunk to given lengths.</summary>
    /// <param name="size">The new lengths: <c>[56, 56]</c> for height and width.</param>
    /// <param name="mode">How an element is made of its neighbours.</param>
    /// <param name="coordinates">Where an index lies.</param>
    /// <param name="rounding">Which element is the nearest, if it is the nearest that counts.</param>
    /// <exception cref="ShapeException">There are not so many axes, or one of them is named.</exception>
    public Value Resize(Shape size, ResizeMode mode = ResizeMode.Nearest, ResizeCoordinates coordinates = ResizeCoordinates.HalfPixel, ResizeRounding rounding = ResizeRounding.RoundPreferFloor)
    {
        ArgumentNullException.ThrowIfNull(size);
        if (!size.IsFixed) throw new ShapeException($"Resize: the new lengths {size} have to be numbers.");
        return new ResizeOp([.. size.Select(d => d.Size)], [], mode, coordinates, rounding).Of(this);
    }

    /// <summary>The last axes stretched or shrunk to so many times their lengths, rounded down.</summary>
    /// <param name="scales">A number for each of the last axes, held as float32 as in ONNX.</param>
    /// <param name="mode">How an element is made of its neighbours.</param>
    /// <param name="coordinates">Where an index lies.</param>
    /// <param name="rounding">Which element is the nearest, if it is the nearest that counts.</param>
    /// <exception cref="ShapeException">There are not so many axes, one of them is named, or nothing would be left of it.</exception>
    public Value Resize(IReadOnlyList<double> scales, ResizeMode mode = ResizeMode.Nearest, ResizeCoordinates coordinates = ResizeCoordinates.HalfPixel, ResizeRounding rounding = ResizeRounding.RoundPreferFloor)
    {
        ArgumentNullException.ThrowIfNull(scales);
        if (scales.Count == 0 || scales.Count > Rank) throw new ShapeException($"Resize: {scales.Count} scales were given for {Type}; they are for its last axes, one at least.");
        if (!scales.All(s => s > 0 && double.IsFinite(s))) throw new ShapeException($"Resize: the scales {string.Join(", ", scales)} have to be positive numbers.");
        float[] factors = [.. scales.Select(s => (float)s)];
        long[] sizes = [.. factors.Select((s, i) => Shape[Rank - scales.Count + i] is { IsFixed: true } d ? (long)MathF.Floor(d.Size * s) : 1)];
        return new ResizeOp(sizes, factors, mode, coordinates, rounding).Of(this);
    }
}
