namespace OnnxTrain;

internal static class ElementTypes
{
    /// <summary>Bytes of one element in a plan's buffers. Strings live on the managed heap instead.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Float64 or ElementType.Int64 => 8,
        ElementType.Bool or ElementType.UInt8 => 1,
        _ => throw new ArgumentException($"{type.Text()} has no fixed size."),
    };

    public static bool IsFloat(this ElementType type) => type is ElementType.Float32 or ElementType.Float64;

    /// <summary>Whether the library calculates with whole numbers of the type; bytes are only stored and compared.</summary>
    public static bool IsInteger(this ElementType type) => type is ElementType.Int32 or ElementType.Int64;

    /// <summary>Whether the library calculates with numbers of the type.</summary>
    public static bool IsNumber(this ElementType type) => type.IsFloat() || type.IsInteger();

    /// <summary>Throws unless all inputs of an operator are numbers of one type that the library calculates with.</summary>
    public static void RequireNumbers(string op, ReadOnlySpan<TensorType> inputs)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].ElementType.IsNumber())
                throw new ShapeException($"{op}: input {i} is {inputs[i]}; it has to be float32, float64, int32 or int64 (Cast converts).");
            if (inputs[i].ElementType != inputs[0].ElementType)
                throw new ShapeException($"{op}: inputs of types {inputs[0]} and {inputs[i]} do not mix; Cast converts one to the other.");
        }
    }

    /// <summary>Throws unless all inputs of an operator are floating-point numbers of one type.</summary>
    public static void RequireFloats(string op, ReadOnlySpan<TensorType> inputs)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].ElementType.IsFloat())
                throw new ShapeException($"{op}: input {i} is {inputs[i]}; it has to be float32 or float64 (Cast converts).");
            if (inputs[i].ElementType != inputs[0].ElementType)
                throw new ShapeException($"{op}: inputs of types {inputs[0]} and {inputs[i]} do not mix; Cast converts one to the other.");
        }
    }

    /// <summary>The name that ONNX and PyTorch users read in messages.</summary>
    public static string Text(this ElementType type) => type switch
    {
        ElementType.Float32 => "float32",
        ElementType.Float64 => "float64",
        ElementType.Int64 => "int64",
        ElementType.Bool => "bool",
        ElementType.String => "string",
        ElementType.UInt8 => "uint8",
        ElementType.Int32 => "int32",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static ElementType Of<T>() =>
        typeof(T) == typeof(float) ? ElementType.Float32
        : typeof(T) == typeof(double) ? ElementType.Float64
        : typeof(T) == typeof(long) ? ElementType.Int64
        : typeof(T) == typeof(bool) ? ElementType.Bool
        : typeof(T) == typeof(string) ? ElementType.String
        : typeof(T) == typeof(byte) ? ElementType.UInt8
        : typeof(T) == typeof(int) ? ElementType.Int32
        : throw new ArgumentException($"Tensors hold float, double, long, int, bool, string or byte, not {typeof(T).Name}.");
}
