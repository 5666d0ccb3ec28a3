using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// The elements of a tensor in row-major order on the managed heap, of any element type: constants, and inputs and outputs of a graph.
/// </summary>
internal sealed class TensorData
{
    private TensorData(TensorType type, Array elements)
    {
        Type = type;
        Elements = elements;
    }

    public TensorType Type { get; }

    /// <summary>An array of the type in the table of element types.</summary>
    public Array Elements { get; }

    /// <summary>The elements as bytes; not for strings.</summary>
    public Span<byte> Bytes => Type.ElementType.Row().Storage.Bytes(Elements);

    public static TensorData Of<T>(ReadOnlySpan<T> elements, Shape shape) =>
        shape.ElementCount == elements.Length
            ? new(new(ElementTypes.Of<T>(), shape), elements.ToArray())
            : throw new ShapeException(
                $"Constant: {elements.Length} elements were given for the shape {shape}, which holds {shape.ElementCount}.");

    /// <summary>Wraps an array that is not changed elsewhere.</summary>
    public static TensorData Over(Array elements, TensorType type) =>
        elements.Length == type.ElementType.StoredLength(type.Shape.ElementCount)
            ? new(type, elements)
            : throw new ShapeException($"Constant: {elements.Length} elements were given for {type}.");

    /// <summary>A scalar.</summary> <exception cref="ShapeException">The type cannot represent it.</exception>
    public static TensorData Scalar(double value, ElementType type) => ElementNumbers.Holds(type, value)
        ? OfNumbers([value], Shape.Scalar, type)
        : throw new ShapeException($"Constant: {value:R} is not representable as {type.Text()}; Cast the other value first.");

    /// <summary>Converts numbers to the element type, each rounded once.</summary>
    public static TensorData OfNumbers(double[] numbers, Shape shape, ElementType type) =>
        Over(ElementNumbers.Array(numbers, type), new(type, shape));

    /// <summary>A new tensor of zeros, or of empty strings.</summary>
    public static TensorData Empty(TensorType type) =>
        new(type, type.ElementType.Row().Storage.New(type.ElementType.StoredLength(type.Shape.ElementCount)));

    /// <summary>The elements in float64; those of int64 and uint64 beyond 2⁵³ are rounded.</summary>
    public double[] Numbers() => ElementNumbers.Of(this);

    public ReadOnlySpan<T> As<T>() => (T[])Elements;

    /// <summary>The class name of a row in a tensor of labels, strings or integers.</summary>
    public string LabelOf(int row) => Elements is string[] names ? names[row] : As<long>()[row].ToString(CultureInfo.InvariantCulture);

    /// <summary>Rows <paramref name="start"/> … <paramref name="start"/> + <paramref name="count"/> − 1 along the first axis.</summary>
    public TensorData Rows(int start, int count)
    {
        var rows = (int)Type.Shape[0].Size;
        var width = rows == 0 ? 0 : Elements.Length / rows;
        var part = Empty(new(Type.ElementType, Type.Shape.With(0, count)));
        Array.Copy(Elements, start * width, part.Elements, 0, count * width);
        return part;
    }
}
