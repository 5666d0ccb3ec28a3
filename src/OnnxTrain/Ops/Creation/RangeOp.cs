using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y [length] = 0, 1, 2, …: the indices along an axis whose length may be known only when data arrive.</summary>
internal sealed record RangeOp(Dimension Length, ElementType ElementType) : NumberOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) =>
        ElementType.IsNumber()
            ? [new(ElementType, [Length])]
            : throw new ShapeException(
                $"Range: {ElementType.Text()} is not supported as the element type of the result; float32, float64, int64 and int32 are.");

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [];

    public override void ToOnnx(OnnxForm form)
    {
        // The operator takes scalars; the length of an axis comes as a vector of one element.
        var length = form.Step("Squeeze", [form.Shape([Length]), form.Integers(0)]);
        var (first, step) = (Whole(0), Whole(1));
        if (ElementType == ElementType.Int64) form.EmitWith("Range", [first, length, step]);
        else form.EmitWith("Cast", [form.Step("Range", [first, length, step])], OnnxAttribute.Int("to", (long)ElementType.ToOnnx()));

        string Whole(long number) => form.Constant(TensorData.Of<long>([number], Shape.Scalar));
    }

    /// <summary>The indices along an axis.</summary>
    public static Value Of(Dimension length, ElementType elementType) => new RangeOp(length, elementType).Of();

    protected override Action Bind<T>(Binding binding)
    {
        var y = binding.Output<T>(0);
        return () =>
        {
            for (var i = 0; i < y.Length; i++) y.Span[i] = T.CreateChecked(i);
        };
    }
}

public partial class Value
{
    /// <summary>0, 1, 2, … up to the length of an axis, which may be named.</summary>
    /// <param name="length">The length, or the name of an axis of the graph's inputs.</param>
    /// <param name="elementType">float32, float64, int64 or int32.</param>
    /// <exception cref="ShapeException">It is another type.</exception>
    public static Value Arange(Dimension length, ElementType elementType = ElementType.Int64) => RangeOp.Of(length, elementType);

    /// <summary>start, start + step, … up to, but not including, <paramref name="end"/>: ⌈(end − start) / step⌉ numbers.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="end">The end, exclusive.</param>
    /// <param name="step">The step; may be negative.</param>
    /// <param name="elementType">float32, float64, or int64 and int32, which take whole numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0, or not finite.</exception>
    /// <exception cref="ShapeException">A number is not representable in the element type.</exception>
    public static Value Arange(double start, double end, double step = 1, ElementType elementType = ElementType.Float32)
    {
        if (step == 0 || !double.IsFinite(step))
            throw new ArgumentOutOfRangeException(nameof(step), step, "Must be a finite number other than 0.");
        var count = (int)Math.Clamp(Math.Ceiling((end - start) / step), 0, Array.MaxLength);
        return Numbers(elementType, [.. Enumerable.Range(0, count).Select(i => start + (i * step))], [count]);
    }

    /// <summary>A constant of any type but string.</summary>
    private static Value Numbers(ElementType elementType, double[] numbers, Shape shape) =>
        Array.TrueForAll(numbers, number => ElementNumbers.Holds(elementType, number))
            ? Constant(numbers, shape, elementType)
            : throw new ShapeException($"Constant: the numbers are not representable as {elementType.Text()}.");
}
