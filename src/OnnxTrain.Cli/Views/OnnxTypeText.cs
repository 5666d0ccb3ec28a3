using OnnxTrain.Onnx;

namespace OnnxTrain.Cli;

/// <summary>Types of an ONNX file in the words of this library: <c>float32 [batch, 3]</c>.</summary>
internal static class OnnxTypeText
{
    public static string Of(TypeProto? type) =>
        type?.ValueCase switch
        {
            TypeProto.ValueOneofCase.TensorType => $"{Element(type.TensorType.ElemType)} {Shape(type.TensorType.Shape)}",
            TypeProto.ValueOneofCase.SparseTensorType =>
                $"sparse {Element(type.SparseTensorType.ElemType)} {Shape(type.SparseTensorType.Shape)}",
            TypeProto.ValueOneofCase.SequenceType => $"sequence of {Of(type.SequenceType.ElemType)}",
            TypeProto.ValueOneofCase.OptionalType => $"optional {Of(type.OptionalType.ElemType)}",
            TypeProto.ValueOneofCase.MapType => $"map from {Element(type.MapType.KeyType)} to {Of(type.MapType.ValueType)}",
            _ => "of unknown type",
        };

    public static string Of(TensorProto tensor) => $"{Element(tensor.DataType)} [{string.Join(", ", tensor.Dims)}]";

    public static long Count(TensorProto tensor) => tensor.Dims.Aggregate(1L, (product, size) => product * size);

    private static string Element(int type) => ElementTypes.OfOnnx(type) is { } known ? known.Text()
        : (TensorProto.Types.DataType)type is var other && Enum.IsDefined(other) ? other.ToString().ToLowerInvariant()
        : $"type {type}";

    private static string Shape(TensorShapeProto? shape) =>
        shape is null
            ? "of any shape"
            : $"[{string.Join(", ", shape.Dim.Select(Length))}]";

    private static string Length(TensorShapeProto.Types.Dimension dimension) =>
        dimension.HasDimValue ? $"{dimension.DimValue}" : dimension.HasDimParam && dimension.DimParam.Length > 0 ? dimension.DimParam : "?";
}
