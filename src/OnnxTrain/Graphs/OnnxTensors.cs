using Google.Protobuf;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// Converts the library's types to the ONNX wire format. Raw data are little-endian, like all platforms that this library supports.
/// </summary>
internal static class OnnxTensors
{
    public static TensorProto.Types.DataType ToOnnx(this ElementType type) => type.Row().Onnx;

    public static ValueInfoProto ToOnnx(this TensorType type, string name)
    {
        var shape = new TensorShapeProto();
        foreach (var d in type.Shape)
            shape.Dim.Add(d.Name is { } axis ? new() { DimParam = axis } : new TensorShapeProto.Types.Dimension { DimValue = d.Size });
        return new()
        {
            Name = name,
            Type = new() { TensorType = new() { ElemType = (int)type.ElementType.ToOnnx(), Shape = shape } },
        };
    }

    /// <summary>The tensor with its elements as raw data; not for strings.</summary>
    public static TensorProto ToOnnx(this TensorData tensor, string name)
    {
        if (tensor.Type.ElementType == ElementType.String) return tensor.ToOnnxFields(name);
        var proto = Header(tensor.Type, name);
        proto.RawData = ByteString.CopyFrom(tensor.Bytes);
        return proto;
    }

    /// <summary>The tensor with its elements in the typed field.</summary>
    public static TensorProto ToOnnxFields(this TensorData tensor, string name)
    {
        var proto = Header(tensor.Type, name);
        tensor.Type.ElementType.Row().Storage.WriteField(tensor.Elements, proto);
        return proto;
    }

    public static TensorProto ToOnnx(this Variable variable)
    {
        var proto = Header(new(variable.ElementType, variable.Shape), variable.Name);
        proto.RawData = ByteString.CopyFrom(variable.Bytes);
        GC.KeepAlive(variable);
        return proto;
    }

    /// <summary>Reads the elements of a tensor in a file, from its raw data or the typed field.</summary>
    /// <exception cref="FormatException">The element type is not supported, or the number of elements does not match the shape.</exception>
    public static TensorData ToTensorData(this TensorProto tensor)
    {
        if (ElementTypes.OfOnnx(tensor.DataType) is not { } type)
            throw new FormatException(
                Invariant($"The tensor '{tensor.Name}' is of the element type {tensor.DataType}, which is not supported."));
        TensorType wanted = new(type, [.. tensor.Dims.Select(d => (Dimension)d)]);
        var (storage, count) = (type.Row().Storage, wanted.Shape.ElementCount);
        var isRaw = tensor.RawData.Length > 0;
        var (held, needed) = isRaw ? (tensor.RawData.Length, type.Bytes(count)) : (storage.FieldLength(tensor), type.StoredLength(count));
        if (held != needed)
            throw new FormatException(
                Invariant($"The tensor '{tensor.Name}' is {wanted} and holds {held}{(isRaw ? " bytes" : "")}, not {needed}."));
        if (!isRaw) return TensorData.Over(storage.ReadField(tensor), wanted);
        var elements = storage.New(type.StoredLength(count));
        tensor.RawData.Span.CopyTo(storage.Bytes(elements));
        return TensorData.Over(elements, wanted);
    }

    /// <summary>Reads the elements of a tensor written by <see cref="ToOnnx(Variable)"/>; false if it has another type or shape.</summary>
    public static bool TryRead(this Variable variable, TensorProto tensor)
    {
        if (tensor.DataType != (int)variable.ElementType.ToOnnx() || !tensor.Dims.SequenceEqual(variable.Shape.Select(d => d.Size)))
            return false;
        if (tensor.RawData.Length != variable.Bytes.Length) return false;
        tensor.RawData.Span.CopyTo(variable.Bytes);
        GC.KeepAlive(variable);
        return true;
    }

    private static TensorProto Header(TensorType type, string name)
    {
        var proto = new TensorProto { Name = name, DataType = (int)type.ElementType.ToOnnx() };
        proto.Dims.AddRange(type.Shape.Select(d => d.Size));
        return proto;
    }
}
