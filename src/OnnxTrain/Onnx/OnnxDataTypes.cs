using DataType = OnnxTrain.Onnx.TensorProto.Types.DataType;

namespace OnnxTrain.Onnx;

/// <summary>The widths of element types in files, including types that the library does not have.</summary>
internal static class OnnxDataTypes
{
    /// <summary>The bits of an element in raw data; 0 for strings and unknown types.</summary>
    public static int Bits(DataType type) => type switch
    {
        DataType.Complex128 => 128,
        DataType.Double or DataType.Int64 or DataType.Uint64 or DataType.Complex64 => 64,
        DataType.Float or DataType.Int32 or DataType.Uint32 => 32,
        DataType.Float16 or DataType.Bfloat16 or DataType.Int16 or DataType.Uint16 => 16,
        DataType.Bool or DataType.Int8 or DataType.Uint8 => 8,
        DataType.Int4 or DataType.Uint4 => 4,
        _ => 0,
    };
}
