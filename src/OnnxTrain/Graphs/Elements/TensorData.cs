using System.Globalization;
using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>
/// Elements of a tensor in row-major order on the managed heap, of any element type: constants, and what goes in and out of a graph.
/// </summary>
internal sealed class TensorData
{
    private TensorData(TensorType type, Array elements)
    {
        Type = type;
        Elements = elements;
    }

    public TensorType Type { get; }

    /// <summary>An array of float, double, long, int, bool, string or byte.</summary>
    public Array Elements { get; }

    /// <summary>The elements as they lie in memory; not for strings.</summary>
    public Span<byte> Bytes => Elements switch
    {
        float[] floats => MemoryMarshal.AsBytes(floats.AsSpan()),
        double[] doubles => MemoryMarshal.AsBytes(doubles.AsSpan()),
        long[] longs => MemoryMarshal.AsBytes(longs.AsSpan()),
        int[] ints => MemoryMarshal.AsBytes(ints.AsSpan()),
        bool[] bools => MemoryMarshal.AsBytes(bools.AsSpan()),
        byte[] bytes => bytes,
        _ => throw new InvalidOperationException("Strings have no fixed size."),
    };

    public static TensorData Of<T>(ReadOnlySpan<T> elements, Shape shape) =>
        shape.ElementCount == elements.Length
            ? new(new(ElementTypes.Of<T>(), shape), elements.ToArray())
            : throw new ShapeException(
                $"Constant: {elements.Length} elements were given for the shape {shape}, which holds {shape.ElementCount}.");

    public static TensorData Scalar(double value, ElementType type) => new(new(type, Shape.Scalar), type switch
    {
        ElementType.Float32 when float.IsFinite((float)value) || !double.IsFinite(value) => new[] { (float)value },
        ElementType.Float64 => new[] { value },
        ElementType.Int64 when Math.Abs(value) <= 1L << 53 && double.IsInteger(value) => new[] { (long)value },
        ElementType.Int32 when value is >= int.MinValue and <= int.MaxValue && double.IsInteger(value) => new[] { (int)value },
        ElementType.Bool => new[] { value != 0 },
        ElementType.UInt8 when value is >= 0 and <= 255 && double.IsInteger(value) => new[] { (byte)value },
        _ => throw new ShapeException($"Constant: {value:R} is no {type.Text()}; Cast the other value first."),
    });

    /// <summary>A new tensor of zeros, or of empty strings.</summary>
    public static TensorData Empty(TensorType type)
    {
        var count = checked((int)type.Shape.ElementCount);
        return new(type, type.ElementType switch
        {
            ElementType.Float32 => new float[count],
            ElementType.Float64 => new double[count],
            ElementType.Int64 => new long[count],
            ElementType.Int32 => new int[count],
            ElementType.Bool => new bool[count],
            ElementType.UInt8 => new byte[count],
            _ => Enumerable.Repeat("", count).ToArray(),
        });
    }

    public ReadOnlySpan<T> As<T>() => (T[])Elements;

    /// <summary>The name of a row's class in a tensor of labels, strings or whole numbers.</summary>
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
