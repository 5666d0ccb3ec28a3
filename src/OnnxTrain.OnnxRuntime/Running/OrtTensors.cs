using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace OnnxTrain;

/// <summary>Tensors to and from ONNX Runtime, by way of spans alone.</summary>
internal static class OrtTensors
{
    /// <summary>The tensor as ONNX Runtime takes it; numbers share the memory of <paramref name="tensor"/>.</summary>
    public static OrtValue ToOrt(this TensorData tensor)
    {
        long[] shape = [.. tensor.Type.Shape.Select(d => d.Size)];
        if (tensor.Elements is string[] strings) return OfStrings(strings, shape);
        if (tensor.Type.ElementType.IsPacked())
            throw new NotSupportedException($"ONNX Runtime is not given {tensor.Type.ElementType.Text()} from .NET");
        return tensor.Type.ElementType.VisitFixed<Writer, OrtValue>(new(tensor, shape));
    }

    /// <summary>The type as ONNX Runtime has it: its numbers are those of files.</summary>
    public static TensorElementType TypeOf(ElementType type) => (TensorElementType)(int)type.ToOnnx();

    /// <summary>A copy of what ONNX Runtime computed.</summary>
    /// <exception cref="NotSupportedException">It is no tensor, or of an element type that the library does not have.</exception>
    public static TensorData ToTensorData(this OrtValue value)
    {
        if (!value.IsTensor) throw new NotSupportedException("it is no tensor");
        var info = value.GetTensorTypeAndShape();
        Shape shape = [.. info.Shape.Select(size => (Dimension)size)];
        if (ElementTypes.OfOnnx((int)info.ElementDataType) is not { } type || type.IsPacked())
            throw new NotSupportedException($"its elements are {Text(info.ElementDataType)}");
        if (type == ElementType.String) return TensorData.Of<string>(value.GetStringTensorAsArray(), shape);
        var tensor = TensorData.Empty(new(type, shape));
        value.GetTensorDataAsSpan<byte>().CopyTo(tensor.Bytes);
        return tensor;
    }

    public static OnnxTensorInfo Describe(string name, NodeMetadata metadata)
    {
        if (!metadata.IsTensor) return new(name, metadata.OnnxValueType.ToString(), Shape.Scalar);
        var dimensions = new Dimension[metadata.Dimensions.Length];
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = metadata.Dimensions[i] >= 0 ? metadata.Dimensions[i]
                : metadata.SymbolicDimensions[i] is { Length: > 0 } axis ? axis : "?";
        }

        return new(name, Text(metadata.ElementDataType), Shape.Create(dimensions));
    }

    private static OrtValue OfStrings(string[] strings, long[] shape)
    {
        var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
        for (var i = 0; i < strings.Length; i++)
        {
            if (strings[i].Length > 0) value.StringTensorSetElementAt(strings[i].AsSpan(), i);
        }

        return value;
    }

    private static string Text(TensorElementType type) =>
        ElementTypes.OfOnnx((int)type) is { } known ? known.Text() : type.ToString().ToLowerInvariant();

    private readonly struct Writer(TensorData tensor, long[] shape) : IFixedVisitor<OrtValue>
    {
        public OrtValue Visit<T>()
            where T : unmanaged => tensor.Elements switch
            {
                // ONNX Runtime has structures of its own for 16 bits, of the same layout.
                Half[] halves => Copied(halves.AsSpan(), TensorElementType.Float16),
                BFloat16[] shorts => Copied(shorts.AsSpan(), TensorElementType.BFloat16),
                _ => OrtValue.CreateTensorValueFromMemory((T[])tensor.Elements, shape),
            };

        private OrtValue Copied<T>(ReadOnlySpan<T> elements, TensorElementType type)
            where T : unmanaged
        {
            var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, shape);
            MemoryMarshal.AsBytes(elements).CopyTo(value.GetTensorMutableRawData());
            return value;
        }
    }
}
