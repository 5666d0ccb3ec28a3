using OnnxTrain.Onnx;
using DataType = OnnxTrain.Onnx.TensorProto.Types.DataType;
using E = OnnxTrain.ElementType;
using K = OnnxTrain.ElementKind;

namespace OnnxTrain;

/// <summary>The table of element types, with one row for each type.</summary>
internal static class ElementTypes
{
    private static readonly ElementRow[] _rows =
    [
        new(E.Float32, "float32", DataType.Float, K.Float, true, E.Float32, "F32",
            new ElementStorage<float, float>(t => t.FloatData, x => x, x => x)),
        new(E.Float64, "float64", DataType.Double, K.Float, true, E.Float64, "F64",
            new ElementStorage<double, double>(t => t.DoubleData, x => x, x => x)),
        new(E.Int64, "int64", DataType.Int64, K.Integer, true, E.Int64, "I64",
            new ElementStorage<long, long>(t => t.Int64Data, x => x, x => x)),
        new(E.Bool, "bool", DataType.Bool, K.Truth, false, E.Int32, "BOOL",
            new ElementStorage<bool, int>(t => t.Int32Data, x => x != 0, x => x ? 1 : 0)),
        new(E.String, "string", DataType.String, K.Text, false, E.String, null, new StringStorage()),
        new(E.UInt8, "uint8", DataType.Uint8, K.Integer, false, E.Int32, "U8",
            new ElementStorage<byte, int>(t => t.Int32Data, x => (byte)x, x => x)),
        new(E.Int32, "int32", DataType.Int32, K.Integer, true, E.Int32, "I32",
            new ElementStorage<int, int>(t => t.Int32Data, x => x, x => x)),
        new(E.Float16, "float16", DataType.Float16, K.Float, true, E.Float32, "F16",
            new ElementStorage<Half, int>(
                t => t.Int32Data, x => BitConverter.UInt16BitsToHalf((ushort)x), x => BitConverter.HalfToUInt16Bits(x))),
        new(E.BFloat16, "bfloat16", DataType.Bfloat16, K.Float, true, E.Float32, "BF16",
            new ElementStorage<BFloat16, int>(t => t.Int32Data, x => new((ushort)x), x => x.Bits)),
        new(E.Int8, "int8", DataType.Int8, K.Integer, true, E.Int32, "I8",
            new ElementStorage<sbyte, int>(t => t.Int32Data, x => (sbyte)x, x => x)),
        new(E.Int16, "int16", DataType.Int16, K.Integer, true, E.Int32, "I16",
            new ElementStorage<short, int>(t => t.Int32Data, x => (short)x, x => x)),
        new(E.UInt16, "uint16", DataType.Uint16, K.Integer, false, E.Int32, "U16",
            new ElementStorage<ushort, int>(t => t.Int32Data, x => (ushort)x, x => x)),
        new(E.UInt32, "uint32", DataType.Uint32, K.Integer, false, E.Int64, "U32",
            new ElementStorage<uint, ulong>(t => t.Uint64Data, x => (uint)x, x => x)),
        new(E.UInt64, "uint64", DataType.Uint64, K.Integer, false, E.Int64, "U64",
            new ElementStorage<ulong, ulong>(t => t.Uint64Data, x => x, x => x)),
        new(E.Int4, "int4", DataType.Int4, K.Integer, true, E.Int32, null,
            new ElementStorage<Int4Pair, int>(t => t.Int32Data, x => new((byte)x), x => x.Bits)),
        new(E.UInt4, "uint4", DataType.Uint4, K.Integer, false, E.Int32, null,
            new ElementStorage<UInt4Pair, int>(t => t.Int32Data, x => new((byte)x), x => x.Bits)),
    ];

    /// <summary>All rows, in the order of the enumeration.</summary>
    public static IReadOnlyList<ElementRow> Rows => _rows;

    public static ElementRow Row(this E type) => _rows[(int)type];

    /// <summary>The name in messages, as in ONNX and PyTorch.</summary>
    public static string Text(this E type) => type.Row().Name;

    /// <summary>The bytes of one element in a plan's buffers, for types of whole bytes. Strings are on the managed heap instead.</summary>
    public static int Size(this E type) => type.Row().Bits is >= 8 and var bits
        ? bits / 8
        : throw new ArgumentException($"An element of {type.Text()} does not take whole bytes.");

    /// <summary>The bytes of a number of elements in a plan's buffers; 0 for strings, which are on the managed heap.</summary>
    public static long Bytes(this E type, long elements) => ((elements * type.Row().Bits) + 7) / 8;

    /// <summary>The length of the array or block for a number of elements.</summary>
    public static int StoredLength(this E type, long elements) => checked((int)(type.IsPacked() ? type.Bytes(elements) : elements));

    /// <summary>Whether several elements share one byte.</summary>
    public static bool IsPacked(this E type) => type.Row().Bits is > 0 and < 8;

    /// <summary>Whether the library computes with floating-point numbers of the type: float32 and float64.</summary>
    public static bool IsFloat(this E type) => type.Row().Kind == K.Float && type.IsNumber();

    /// <summary>Whether the library computes with integers of the type: int32 and int64.</summary>
    public static bool IsInteger(this E type) => type.Row().Kind == K.Integer && type.IsNumber();

    /// <summary>Whether the library computes with the type, instead of only storing and converting it.</summary>
    public static bool IsNumber(this E type) => type.Row() is { Kind: K.Float or K.Integer } row && row.Computes == type;

    /// <summary>Whether elements are floating-point numbers of any width, including types that are only stored.</summary>
    public static bool IsStoredFloat(this E type) => type.Row().Kind == K.Float;

    /// <summary>
    /// Whether elements of a type are accepted for tensors of another type: the same type, or float32 for float64 and vice versa.
    /// </summary>
    public static bool Fills(this E type, E other) => type == other || (type.IsFloat() && other.IsFloat());

    /// <summary>Throws unless all inputs of an operator are numbers of one type that the library computes with.</summary>
    public static void RequireNumbers(string op, ReadOnlySpan<TensorType> inputs) =>
        Require(op, inputs, static type => type.IsNumber(), "float32, float64, int32 or int64");

    /// <summary>Throws unless all inputs of an operator are floating-point numbers of one type that the library computes with.</summary>
    public static void RequireFloats(string op, ReadOnlySpan<TensorType> inputs) =>
        Require(op, inputs, static type => type.IsFloat(), "float32 or float64");

    /// <summary>The element type that an array of <typeparamref name="T"/> holds.</summary>
    public static E Of<T>() => Known<T>.Type
        ?? throw new ArgumentException(
            $"Tensors hold float, double, long, int, bool, string, byte, Half, BFloat16, sbyte, short, ushort, uint or ulong, not "
                + $"{typeof(T).Name}.");

    /// <summary>The type with a name as in <see cref="Text"/>; null if there is none.</summary>
    public static E? Named(string? name) => Array.Find(_rows, row => row.Name == name)?.Type;

    /// <summary>The type with a number in an ONNX file; null for unsupported types.</summary>
    public static E? OfOnnx(int number) => Array.Find(_rows, row => (int)row.Onnx == number)?.Type;

    /// <summary>The type with a name in a safetensors file; null for unsupported types.</summary>
    public static E? OfSafeTensors(string name) => Array.Find(_rows, row => row.SafeTensors == name)?.Type;

    private static void Require(string op, ReadOnlySpan<TensorType> inputs, Predicate<E> fits, string wanted)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!fits(inputs[i].ElementType))
                throw new ShapeException($"{op}: input {i} is {inputs[i]}; it must be {wanted} (Cast converts).");
            if (inputs[i].ElementType != inputs[0].ElementType)
                throw new ShapeException($"{op}: inputs of types {inputs[0]} and {inputs[i]} cannot be combined; Cast converts one to "
                    + "the other.");
        }
    }

    private static class Known<T>
    {
        public static readonly E? Type = Array.Find(_rows, row => row.Storage.ClrType == typeof(T))?.Type;
    }
}
