namespace OnnxTrain;

internal static class ElementTypes
{
    /// <summary>Bytes of one element in a plan's buffers. Strings live on the managed heap instead.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Float32 => 4,
        ElementType.Float64 or ElementType.Int64 => 8,
        ElementType.Bool or ElementType.UInt8 => 1,
        _ => throw new ArgumentException($"{type.Text()} has no fixed size."),
    };

    public static bool IsFloat(this ElementType type) => type is ElementType.Float32 or ElementType.Float64;

    /// <summary>The name that ONNX and PyTorch users read in messages.</summary>
    public static string Text(this ElementType type) => type switch
    {
        ElementType.Float32 => "float32",
        ElementType.Float64 => "float64",
        ElementType.Int64 => "int64",
        ElementType.Bool => "bool",
        ElementType.String => "string",
        ElementType.UInt8 => "uint8",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static ElementType Of<T>() =>
        typeof(T) == typeof(float) ? ElementType.Float32
        : typeof(T) == typeof(double) ? ElementType.Float64
        : typeof(T) == typeof(long) ? ElementType.Int64
        : typeof(T) == typeof(bool) ? ElementType.Bool
        : typeof(T) == typeof(string) ? ElementType.String
        : typeof(T) == typeof(byte) ? ElementType.UInt8
        : throw new ArgumentException($"Tensors hold float, double, long, bool, string or byte, not {typeof(T).Name}.");
}
