namespace OnnxTrain;

/// <summary>
/// The type of the elements of a tensor. Operators compute in float32, float64, int32 and int64; elements of the other types are held,
/// moved and converted (<see cref="Value.Cast"/>).
/// </summary>
public enum ElementType
{
    /// <summary>32-bit IEEE 754 floating point: the type that models train and ship in.</summary>
    Float32,

    /// <summary>64-bit IEEE 754 floating point: for gradient checks and reference runs.</summary>
    Float64,

    /// <summary>64-bit signed integer: class indices, positions.</summary>
    Int64,

    /// <summary>Truth values, one byte each.</summary>
    Bool,

    /// <summary>UTF-16 strings in memory, UTF-8 in an ONNX file.</summary>
    String,

    /// <summary>8-bit unsigned integer: pixels as cameras and image files have them. Cast makes numbers of them to compute with.</summary>
    UInt8,

    /// <summary>32-bit signed integer: counts and indices as other libraries have them.</summary>
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
