using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>Elements of a constant, in row-major order on the managed heap.</summary>
internal sealed class ConstantTensor
{
    private ConstantTensor(TensorType type, Array elements)
    {
        Type = type;
        Elements = elements;
    }

    public TensorType Type { get; }

    /// <summary>An array of float, double, long, bool or string.</summary>
    public Array Elements { get; }

    /// <summary>The elements as they lie in memory; not for strings.</summary>
    public ReadOnlySpan<byte> Bytes => Elements switch
    {
        float[] floats => MemoryMarshal.AsBytes<float>(floats),
        double[] doubles => MemoryMarshal.AsBytes<double>(doubles),
        long[] longs => MemoryMarshal.AsBytes<long>(longs),
        bool[] bools => MemoryMarshal.AsBytes<bool>(bools),
        _ => throw new InvalidOperationException("Strings have no fixed size."),
    };

    public static ConstantTensor Of<T>(ReadOnlySpan<T> elements, Shape shape) =>
        shape.ElementCount == elements.Length
            ? new(new(ElementTypes.Of<T>(), shape), elements.ToArray())
            : throw new ShapeException($"Constant: {elements.Length} elements were given for the shape {shape}, which holds {shape.ElementCount}.");

    public static ConstantTensor Scalar(double value, ElementType type) => new(new(type, Shape.Scalar), type switch
    {
        ElementType.Float32 => new[] { (float)value },
        ElementType.Float64 => new[] { value },
        ElementType.Int64 => new[] { checked((long)value) },
        ElementType.Bool => new[] { value != 0 },
        _ => throw new ShapeException($"Constant: {value} is not a {type.Text()}."),
    });

    public ReadOnlySpan<T> As<T>() => (T[])Elements;
}
