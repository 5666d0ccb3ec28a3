namespace OnnxTrain;

/// <summary>The type of the elements of a tensor.</summary>
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
}
