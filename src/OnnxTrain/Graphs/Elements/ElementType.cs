namespace OnnxTrain;

/// <summary>
/// The type of the elements of a tensor. Operators compute in float32, float64, int32 and int64; other types can only be stored, moved and
/// converted (<see cref="Value.Cast"/>).
/// </summary>
public enum ElementType
{
    /// <summary>32-bit IEEE 754 floating point: the usual type for training and deployment.</summary>
    Float32,

    /// <summary>64-bit IEEE 754 floating point: for gradient checks and reference runs.</summary>
    Float64,

    /// <summary>64-bit signed integer: class indices, positions.</summary>
    Int64,

    /// <summary>Booleans, one byte each.</summary>
    Bool,

    /// <summary>UTF-16 strings in memory, UTF-8 in an ONNX file.</summary>
    String,

    /// <summary>8-bit unsigned integer: pixels of cameras and image files. Use Cast to compute with them.</summary>
    UInt8,

    /// <summary>32-bit signed integer: counts and indices of other libraries.</summary>
    Int32,

    /// <summary>16-bit IEEE 754 floating point (<see cref="Half"/>): storage.</summary>
    Float16,

    /// <summary>The upper 16 bits of a float32 (<see cref="OnnxTrain.BFloat16"/>): storage.</summary>
    BFloat16,

    /// <summary>8-bit signed integer: quantized numbers, storage.</summary>
    Int8,

    /// <summary>16-bit signed integer: samples of sound, storage.</summary>
    Int16,

    /// <summary>16-bit unsigned integer: storage.</summary>
    UInt16,

    /// <summary>32-bit unsigned integer: storage.</summary>
    UInt32,

    /// <summary>64-bit unsigned integer: storage.</summary>
    UInt64,

    /// <summary>4-bit signed integer, two in a byte, the first in the lower bits: quantized weights, storage in constants.</summary>
    Int4,

    /// <summary>4-bit unsigned integer, two in a byte, the first in the lower bits: quantized weights, storage in constants.</summary>
    UInt4,
}
