using System.Buffers.Binary;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>The content of an IDX file: one array of numbers.</summary>
public sealed class IdxData
{
    private readonly int[] _dimensions;

    internal IdxData(Type elementType, int[] dimensions, byte[] bytes) =>
        (ElementType, _dimensions, Content) = (elementType, dimensions, bytes);

    /// <summary>
    /// The type of the elements: <see cref="byte"/>, <see cref="sbyte"/>, <see cref="short"/>, <see cref="int"/>,
    /// <see cref="float"/> or <see cref="double"/>.
    /// </summary>
    public Type ElementType { get; }

    /// <summary>The lengths of the axes, the slowest first: <c>[images, rows, columns]</c> or <c>[labels]</c>.</summary>
    public IReadOnlyList<int> Dimensions => _dimensions;

    /// <summary>The elements in row-major order as the file has them: with the most significant byte first.</summary>
    public ReadOnlyMemory<byte> Bytes => Content;

    internal byte[] Content { get; }

    /// <summary>Converts the elements to numbers in a tensor of the file's <see cref="Dimensions"/>.</summary>
    /// <param name="scale">The factor of each element: 1/255 maps grey levels to 0…1.</param>
    /// <returns>The tensor.</returns>
    public Tensor<float> ToFloats(float scale = 1)
    {
        var values = Values<float>();
        TensorPrimitives.Multiply(values, scale, values);
        return Tensor.Create(values, [.. _dimensions.Select(length => (nint)length)]);
    }

    /// <summary>Converts the elements to another type: rounded to the nearest, or truncated for an integer type.</summary>
    internal T[] Values<T>()
        where T : INumber<T> => Type.GetTypeCode(ElementType) switch
    {
        TypeCode.Byte => Converted<byte, T>(Bytes.Span),
        TypeCode.SByte => Converted<sbyte, T>(MemoryMarshal.Cast<byte, sbyte>(Bytes.Span)),
        TypeCode.Int16 => Converted<short, T>(Native<short>(BinaryPrimitives.ReverseEndianness)),
        TypeCode.Int32 => Converted<int, T>(Native<int>(BinaryPrimitives.ReverseEndianness)),
        TypeCode.Single => Converted<float, T>(MemoryMarshal.Cast<int, float>(Native<int>(BinaryPrimitives.ReverseEndianness))),
        _ => Converted<double, T>(MemoryMarshal.Cast<long, double>(Native<long>(BinaryPrimitives.ReverseEndianness))),
    };

    private delegate void Reverse<T>(ReadOnlySpan<T> source, Span<T> destination);

    private T[] Native<T>(Reverse<T> reverse)
        where T : struct
    {
        var values = MemoryMarshal.Cast<byte, T>(Bytes.Span).ToArray();
        if (BitConverter.IsLittleEndian) reverse(values, values);

        return values;
    }

    private static TTo[] Converted<TFrom, TTo>(ReadOnlySpan<TFrom> values)
        where TFrom : INumber<TFrom>
        where TTo : INumber<TTo>
    {
        var converted = new TTo[values.Length];
        TensorPrimitives.ConvertTruncating(values, converted);
        return converted;
    }
}
