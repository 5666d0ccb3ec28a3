using System.Runtime.InteropServices;
using Google.Protobuf;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>The house's types in the ONNX wire format.</summary>
internal static class OnnxTensors
{
    public static TensorProto.Types.DataType ToOnnx(this ElementType type) => type switch
    {
        ElementType.Float32 => TensorProto.Types.DataType.Float,
        ElementType.Float64 => TensorProto.Types.DataType.Double,
        ElementType.Int64 => TensorProto.Types.DataType.Int64,
        ElementType.Int32 => TensorProto.Types.DataType.Int32,
        ElementType.Bool => TensorProto.Types.DataType.Bool,
        ElementType.String => TensorProto.Types.DataType.String,
        ElementType.UInt8 => TensorProto.Types.DataType.Uint8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

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

    public static TensorProto ToOnnx(this TensorData tensor, string name)
    {
        var proto = Header(tensor.Type, name);
        if (tensor.Elements is string[] strings) proto.StringData.AddRange(strings.Select(ByteString.CopyFromUtf8));
        else proto.RawData = ByteString.CopyFrom(tensor.Bytes);
        return proto;
    }

    public static TensorProto ToOnnx(this Variable variable)
    {
        var proto = Header(new(variable.ElementType, variable.Shape), variable.Name);
        proto.RawData = variable.ElementType == ElementType.Float64
            ? Raw<double>(variable.Elements<double>())
            : Raw<float>(variable.Elements<float>());
        return proto;
    }

    /// <summary>
    /// Takes the elements of a tensor as <see cref="ToOnnx(Variable)"/> writes it; false when it is of another type or shape.
    /// </summary>
    public static bool TryRead(this Variable variable, TensorProto tensor)
    {
        if (tensor.DataType != (int)variable.ElementType.ToOnnx() || !tensor.Dims.SequenceEqual(variable.Shape.Select(d => d.Size)))
            return false;
        if (tensor.RawData.Length != variable.Count * variable.ElementType.Size())
            return false;
        if (variable.ElementType == ElementType.Float64)
            variable.Assign(MemoryMarshal.Cast<byte, double>(tensor.RawData.Span));
        else
            variable.Assign(MemoryMarshal.Cast<byte, float>(tensor.RawData.Span));
        return true;
    }

    private static TensorProto Header(TensorType type, string name)
    {
        var proto = new TensorProto { Name = name, DataType = (int)type.ElementType.ToOnnx() };
        proto.Dims.AddRange(type.Shape.Select(d => d.Size));
        return proto;
    }

    /// <summary>Little-endian bytes, as the format wants; every platform that .NET runs on for this library is little-endian.</summary>
    private static ByteString Raw<T>(ReadOnlySpan<T> elements)
        where T : unmanaged =>
        ByteString.CopyFrom(MemoryMarshal.AsBytes(elements));
}
