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
        return tensor.Elements switch
        {
            float[] floats => OrtValue.CreateTensorValueFromMemory(floats, shape),
            double[] doubles => OrtValue.CreateTensorValueFromMemory(doubles, shape),
            long[] longs => OrtValue.CreateTensorValueFromMemory(longs, shape),
            int[] ints => OrtValue.CreateTensorValueFromMemory(ints, shape),
            bool[] bools => OrtValue.CreateTensorValueFromMemory(bools, shape),
            byte[] bytes => OrtValue.CreateTensorValueFromMemory(bytes, shape),
            _ => OfStrings((string[])tensor.Elements, shape),
        };
    }

    /// <summary>A copy of what ONNX Runtime computed.</summary>
    /// <exception cref="NotSupportedException">It is no tensor, or of an element type that the library does not have.</exception>
    public static TensorData ToTensorData(this OrtValue value)
    {
        if (!value.IsTensor) throw new NotSupportedException("it is no tensor");
        var info = value.GetTensorTypeAndShape();
        Shape shape = [.. info.Shape.Select(size => (Dimension)size)];
        return info.ElementDataType switch
        {
            TensorElementType.Float => TensorData.Of(value.GetTensorDataAsSpan<float>(), shape),
            TensorElementType.Double => TensorData.Of(value.GetTensorDataAsSpan<double>(), shape),
            TensorElementType.Int64 => TensorData.Of(value.GetTensorDataAsSpan<long>(), shape),
            TensorElementType.Int32 => TensorData.Of(value.GetTensorDataAsSpan<int>(), shape),
            TensorElementType.Bool => TensorData.Of(value.GetTensorDataAsSpan<bool>(), shape),
            TensorElementType.UInt8 => TensorData.Of(value.GetTensorDataAsSpan<byte>(), shape),
            TensorElementType.String => TensorData.Of<string>(value.GetStringTensorAsArray(), shape),
            var other => throw new NotSupportedException($"its elements are {Text(other)}"),
        };
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

    private static string Text(TensorElementType type) => type switch
    {
        TensorElementType.Float => ElementType.Float32.Text(),
        TensorElementType.Double => ElementType.Float64.Text(),
        var other => other.ToString().ToLowerInvariant(),
    };
}
