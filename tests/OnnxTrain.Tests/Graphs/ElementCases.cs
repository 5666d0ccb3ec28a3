namespace OnnxTrain.Tests.Graphs;

/// <summary>Numbers of every element type that may go wrong: ends, signs, ties, what is not finite.</summary>
internal static class ElementCases
{
    /// <summary>Elements of each type that is not text; the test of the table fails for a type without a row here.</summary>
    public static IReadOnlyDictionary<ElementType, double[]> Numbers { get; } = new Dictionary<ElementType, double[]>
    {
        [ElementType.Float32] = [.. Fractions, 16777216, float.MaxValue, -float.MaxValue, float.Epsilon, 1 / 3f, 3.1415927f],
        [ElementType.Float64] = [.. Fractions, 9007199254740992, double.MaxValue, double.Epsilon, 1 / 3.0, 1e-310, Math.PI],
        [ElementType.Float16] = [.. Fractions, 65504, -65504, 6.1035156e-05, 5.9604645e-08, 2049],
        [ElementType.BFloat16] = [.. Fractions, 3.3895314e38, 1.1754944e-38, 257, 3.140625],
        [ElementType.Int8] = [0, 1, -1, 7, -8, 8, 15, 16, -128, 127],
        [ElementType.UInt8] = [0, 1, 7, 8, 15, 16, 127, 128, 255],
        [ElementType.Int16] = [0, 1, -1, 127, 128, 255, 256, -129, -32768, 32767],
        [ElementType.UInt16] = [0, 1, 127, 128, 255, 256, 32767, 32768, 65535],
        [ElementType.Int32] = [0, 1, -1, 128, 256, 65504, 65536, 16777217, int.MinValue, int.MaxValue],
        [ElementType.UInt32] = [0, 1, 128, 256, 65504, 65536, 16777217, int.MaxValue, uint.MaxValue],
        [ElementType.Int64] = [0, 1, -1, 128, 256, 65504, 16777217, 4294967296, -4294967297, 9007199254740991, -9007199254740992],
        [ElementType.UInt64] = [0, 1, 128, 256, 65504, 16777217, 4294967296, 9007199254740991, 9223372036854775808],
        [ElementType.Int4] = [0, 1, -1, 7, -8],
        [ElementType.UInt4] = [0, 1, 7, 8, 15],
        [ElementType.Bool] = [0, 1],
    };

    private static double[] Fractions =>
    [
        0, -0.0, 1, -1, 0.5, 1.5, 2.5, -0.5, -1.5, -7.75, 6.99, 15, 100.5, -100.25, double.NaN, double.PositiveInfinity,
        double.NegativeInfinity,
    ];

    /// <summary>Whether ONNX says what a number of a type becomes: it does not for a float beyond the range of a whole number.</summary>
    public static bool IsDefined(ElementType from, ElementType to, double number)
    {
        var row = to.Row();
        if (to.IsPacked() && Math.Abs(number) < int.MaxValue) return true; // rounded, and the lowest bits stay
        if (row.Kind != ElementKind.Integer || from.Row().Kind != ElementKind.Float) return true;
        var end = Math.Pow(2, row.IsSigned ? row.Bits - 1 : row.Bits);
        return Math.Truncate(number) < end && Math.Truncate(number) >= (row.IsSigned ? -end : 0) && (row.IsSigned || number >= 0);
    }
}
