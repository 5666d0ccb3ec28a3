namespace OnnxTrain;

/// <summary>PyTorch's layer Upsample along named axes: how it rounds depends on their lengths.</summary>
/// <param name="Sizes">The new lengths of the axes after the channels; empty if the scale is given.</param>
/// <param name="Scale">The scale, a multiple of 1/256.</param>
/// <param name="Mode">The interpolation mode.</param>
/// <param name="Coordinates">The rule for positions.</param>
internal sealed record UpsampleOp(EquatableArray<Dimension> Sizes, double Scale, ResizeMode Mode, ResizeCoordinates Coordinates)
    : LengthFormulaOp
{
    private const int Parts = 256;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var x = inputs[0].Shape;
        return [new(inputs[0].ElementType, [x[0], x[1], .. Sizes.Length > 0 ? Sizes : x.Skip(2).Select(Scaled)])];
    }

    /// <summary>
    /// For an integer scale, the nearest elements are repeated elements, whose gradient can be written to ONNX; otherwise it is ONNX's
    /// formula.
    /// </summary>
    public override Value[] Formula(IReadOnlyList<Value> x)
    {
        if (x[0].Shape.Skip(2).All(d => d.IsFixed)) return [x[0].Upsample(Size, Scale, Mode, Coordinates)];
        return IsRepetition
            ? [Enumerable.Range(2, x[0].Rank - 2).Aggregate(x[0], (value, axis) => value.RepeatInterleave((int)Scale, axis))]
            : [x[0].UpsampleByOnnx(Size, Scale, Mode, Coordinates)];
    }

    /// <summary>ONNX's operator if ONNX Runtime supports it, which is only for float32.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.IsFloat64 && IsRepetition) form.Expand(Formula);
        else form.Expand(x => [x[0].UpsampleByOnnx(Size, Scale, Mode, Coordinates)]);
    }

    private bool IsRepetition => Mode == ResizeMode.Nearest && Sizes.Length == 0 && Scale == Math.Floor(Scale);

    private Shape? Size => Sizes.Length == 0 ? null : [.. Sizes];

    private Dimension Scaled(Dimension length) =>
        length.IsFixed ? (long)Math.Floor(length.Size * Scale) : length * (long)(Scale * Parts) / Parts;
}
