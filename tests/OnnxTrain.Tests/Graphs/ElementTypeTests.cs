using System.Numerics;
using OnnxTrain.Onnx;

namespace OnnxTrain.Tests.Graphs;

/// <summary>The table of element types is whole, and says what ONNX and safetensors say.</summary>
public class ElementTypeTests
{
    public static TheoryData<ElementType> Types => [.. Enum.GetValues<ElementType>()];

    /// <summary>TensorProto.DataType in onnx.proto, and the dtypes of safetensors.</summary>
    private static readonly (ElementType Type, string Name, int Number, int Bits, string? SafeTensors, Type Clr)[] _known =
    [
        (ElementType.Float32, "float32", 1, 32, "F32", typeof(float)),
        (ElementType.UInt8, "uint8", 2, 8, "U8", typeof(byte)),
        (ElementType.Int8, "int8", 3, 8, "I8", typeof(sbyte)),
        (ElementType.UInt16, "uint16", 4, 16, "U16", typeof(ushort)),
        (ElementType.Int16, "int16", 5, 16, "I16", typeof(short)),
        (ElementType.Int32, "int32", 6, 32, "I32", typeof(int)),
        (ElementType.Int64, "int64", 7, 64, "I64", typeof(long)),
        (ElementType.String, "string", 8, 0, null, typeof(string)),
        (ElementType.Bool, "bool", 9, 8, "BOOL", typeof(bool)),
        (ElementType.Float16, "float16", 10, 16, "F16", typeof(Half)),
        (ElementType.Float64, "float64", 11, 64, "F64", typeof(double)),
        (ElementType.UInt32, "uint32", 12, 32, "U32", typeof(uint)),
        (ElementType.UInt64, "uint64", 13, 64, "U64", typeof(ulong)),
        (ElementType.BFloat16, "bfloat16", 16, 16, "BF16", typeof(BFloat16)),
        (ElementType.UInt4, "uint4", 21, 4, null, typeof(UInt4Pair)),
        (ElementType.Int4, "int4", 22, 4, null, typeof(Int4Pair)),
    ];

    [Fact]
    public void Every_type_has_its_row_and_its_cases()
    {
        Assert.Equal(Enum.GetValues<ElementType>(), ElementTypes.Rows.Select(row => row.Type));
        Assert.Equal(Enum.GetValues<ElementType>().Order(), _known.Select(row => row.Type).Order());
        Assert.Equal(
            Enum.GetValues<ElementType>().Where(type => type != ElementType.String).Order(), ElementCases.Numbers.Keys.Order());
    }

    [Theory, MemberData(nameof(Types))]
    public void A_row_says_what_the_formats_say(ElementType type)
    {
        var known = _known.Single(row => row.Type == type);
        var row = type.Row();
        Assert.Equal(known, (row.Type, row.Name, (int)row.Onnx, row.Bits, row.SafeTensors, row.Storage.ClrType));
        Assert.Equal(type, ElementTypes.OfOnnx(known.Number));
        Assert.Equal(type, ElementTypes.Named(known.Name));
        if (known.SafeTensors is { } name) Assert.Equal(type, ElementTypes.OfSafeTensors(name));
        Assert.True(row.Computes == type || !type.IsNumber(), "a type to compute with computes in itself");
        Assert.True(row.Kind == ElementKind.Text || row.Computes.IsNumber());
    }

    [Theory, MemberData(nameof(Types))]
    public void A_type_meets_its_own_generic_code(ElementType type)
    {
        if (type.IsPacked()) Assert.Throws<InvalidOperationException>(() => type.VisitElement<ClrType, Type>(default));
        else Assert.Equal(type.Row().Storage.ClrType, type.VisitElement<ClrType, Type>(default));
        if (type.IsNumber()) Assert.Equal(type.Row().Storage.ClrType, type.VisitNumber<ClrType, Type>(default));
        else Assert.Throws<InvalidOperationException>(() => type.VisitNumber<ClrType, Type>(default));
        if (type.IsFloat()) Assert.Equal(type.Row().Storage.ClrType, type.VisitFloat<ClrType, Type>(default));
        else Assert.Throws<InvalidOperationException>(() => type.VisitFloat<ClrType, Type>(default));
    }

    [Theory, MemberData(nameof(Types))]
    public void Elements_are_read_as_they_are_written(ElementType type)
    {
        var tensor = type == ElementType.String
            ? TensorData.Of<string>(["", "é", "two words"], [3])
            : TensorData.OfNumbers(ElementCases.Numbers[type], [ElementCases.Numbers[type].Length], type);
        foreach (var proto in (TensorProto[])[tensor.ToOnnx("x"), tensor.ToOnnxFields("x")])
        {
            var read = TensorProto.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(proto)).ToTensorData();
            Assert.Equal(tensor.Type, read.Type);
            if (type == ElementType.String) Assert.Equal(tensor.As<string>(), read.As<string>());
            else Assert.Equal(tensor.Bytes, read.Bytes);
        }

        if (type != ElementType.String) Assert.Equal(ElementCases.Numbers[type].Select(x => Rounded(type, x)), tensor.Numbers());
    }

    [Fact]
    public void Fields_hold_what_the_format_says()
    {
        Assert.Equal([0x3C00, 0xC000], TensorData.OfNumbers([1, -2], [2], ElementType.Float16).ToOnnxFields("x").Int32Data);
        Assert.Equal([0x3F80, 0xC000], TensorData.OfNumbers([1, -2], [2], ElementType.BFloat16).ToOnnxFields("x").Int32Data);
        Assert.Equal([0xE1, 0x07], TensorData.OfNumbers([1, -2, 7], [3], ElementType.Int4).ToOnnxFields("x").Int32Data);
        Assert.Equal([0xF1, 0x08], TensorData.OfNumbers([1, 15, 8], [3], ElementType.UInt4).ToOnnx("x").RawData.ToByteArray());
        Assert.Equal([4294967295UL], TensorData.OfNumbers([4294967295], [1], ElementType.UInt32).ToOnnxFields("x").Uint64Data);
    }

    [Fact]
    public void A_tensor_of_another_length_or_type_is_refused()
    {
        var proto = TensorData.OfNumbers([1, 2, 3], [3], ElementType.Int16).ToOnnx("rates");
        proto.Dims[0] = 4;
        Assert.Contains("'rates' is int16[4] and holds 6 bytes, not 8", Assert.Throws<FormatException>(() => proto.ToTensorData()).Message);
        proto.DataType = (int)TensorProto.Types.DataType.Complex64;
        Assert.Contains("not supported", Assert.Throws<FormatException>(() => proto.ToTensorData()).Message);
    }

    [Theory]
    [InlineData(1.00390625f, 1f)] // halfway between 1 and 1.0078125: the even one
    [InlineData(1.01171875f, 1.015625f)] // halfway between 1.0078125 and 1.015625
    [InlineData(1.004f, 1.0078125f)]
    [InlineData(3.4e38f, float.PositiveInfinity)]
    [InlineData(-0f, -0f)]
    [InlineData(float.NaN, float.NaN)]
    public void A_bfloat16_is_the_nearest(float number, float nearest) => Assert.Equal(nearest, (float)(BFloat16)number);

    [Fact]
    public void Tensors_of_every_storage_type_go_through_a_function()
    {
        foreach (var type in Enum.GetValues<ElementType>().Where(t => t != ElementType.String && !t.IsPacked()))
        {
            var x = Value.Input("x", type, ["batch", 2]);
            using var function = new Function([x], [Value.Concat(1, x, x)]);
            var given = type.VisitElement<Pair, System.Numerics.Tensors.IReadOnlyTensor>(default);
            var taken = function.RunMixed(given)[0];
            Assert.Equal(given.GetType(), taken.GetType());
            Assert.Equal([1, 4], taken.Lengths.ToArray());
        }
    }

    [Fact]
    public void What_a_type_is_not_for_is_refused_in_words()
    {
        var half = Value.Input("x", ElementType.Float16, ["batch", 2]);
        Assert.Contains("Add: input 0 is float16[batch, 2]", Assert.Throws<ShapeException>(() => half + half).Message);
        Assert.Contains("int4", Assert.Throws<ShapeException>(() => Value.Input("x", ElementType.Int4, [2])).Message);
        var packed = Value.Constant(3, ElementType.Int4);
        Assert.Contains("two elements per byte", Assert.Throws<ShapeException>(() => packed.Expand([2])).Message);
        Assert.Contains("Cast it", Assert.Throws<ArgumentException>(() => new Function([], [packed])).Message);
        Assert.Contains(
            "8 is not representable as int4",
            Assert.Throws<ShapeException>(() => Value.Constant(8, ElementType.Int4)).Message);
        Assert.Contains(
            "-1 is not representable as uint16",
            Assert.Throws<ShapeException>(() => Value.Constant(-1, ElementType.UInt16)).Message);
        Assert.Contains(
            "70000 is not representable as float16",
            Assert.Throws<ShapeException>(() => Value.Constant(70000, ElementType.Float16)).Message);
    }

    /// <summary>A number as the type holds it, by the platform's own conversions.</summary>
    private static double Rounded(ElementType type, double number) => type switch
    {
        ElementType.Float32 => (float)number,
        ElementType.Float16 => (double)(Half)(float)number,
        ElementType.BFloat16 => (float)(BFloat16)(float)number,
        _ => number,
    };

    private readonly struct ClrType : IElementVisitor<Type>, INumberVisitor<Type>, IFloatVisitor<Type>
    {
        Type IElementVisitor<Type>.Visit<T>() => typeof(T);

        Type INumberVisitor<Type>.Visit<T>() => typeof(T);

        Type IFloatVisitor<Type>.Visit<T>() => typeof(T);
    }

    private readonly struct Pair : IElementVisitor<System.Numerics.Tensors.IReadOnlyTensor>
    {
        public System.Numerics.Tensors.IReadOnlyTensor Visit<T>() => System.Numerics.Tensors.Tensor.Create(new T[2], [1, 2]);
    }
}
