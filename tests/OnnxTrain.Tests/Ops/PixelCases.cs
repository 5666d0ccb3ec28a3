using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Operators on uint8: what moves elements moves bytes too, and Cast makes numbers of them.</summary>
internal static class PixelCases
{
    public static IEnumerable<OpCase> All() => [.. Casts(), .. Packed(), .. Texts(), .. Moves()];

    private static IEnumerable<OpCase> Casts()
    {
        yield return Exact(typeof(CastOp), "uint8 to float32", [Pixels(["batch", 1030])], x => x[0].Cast(ElementType.Float32), x => x[0]);
        yield return Exact(typeof(CastOp), "uint8 to float64", [Pixels(["batch", 7])], x => x[0].Cast(ElementType.Float64), x => x[0]);
        yield return Exact(typeof(CastOp), "uint8 to int64", [Pixels(["batch", 7])], x => x[0].Cast(ElementType.Int64), x => x[0]);
        yield return Exact(
            typeof(CastOp), "uint8 to bool",
            [Pixels(["batch", 700])],
            x => x[0].Cast(ElementType.Bool),
            x => x[0].Map(v => v != 0 ? 1 : 0));
        yield return Exact(
            typeof(CastOp), "float to uint8 cuts toward zero",
            [Real(["batch", 50], 0, 255.99)],
            x => x[0].Cast(ElementType.UInt8),
            x => x[0].Map(Math.Truncate));
        yield return Exact(typeof(CastOp), "int64 to uint8", [Whole(["batch", 50], 0, 256)], x => x[0].Cast(ElementType.UInt8), x => x[0]);
        yield return Exact(typeof(CastOp), "bool to uint8", [Flags(["batch", 5])], x => x[0].Cast(ElementType.UInt8), x => x[0]);
        yield return Exact(
            typeof(CastOp), "uint8 to float32, channels first and scaled",
            [Pixels(["batch", 2, 3, 3])],
            x => x[0].Transpose(0, 3, 1, 2).Cast(ElementType.Float32) / 256,
            x => Nd.Of([x[0].Sizes[0], 3, 2, 3], i => x[0][i[0], i[2], i[3], i[1]] / 256));
    }

    /// <summary>Four bits hold −8 … 7 and 0 … 15; what does not fit keeps its lowest bits.</summary>
    private static IEnumerable<OpCase> Packed()
    {
        yield return Exact(
            typeof(PackedCastOp), "int64 to int4 and back",
            [Whole(["batch", 601], -8, 8)],
            x => x[0].Cast(ElementType.Int4).Cast(ElementType.Int64),
            x => x[0]);
        yield return Exact(
            typeof(PackedCastOp), "int32 beyond uint4 keeps its low bits",
            [Whole(["batch", 5], -100, 100, ElementType.Int32)],
            x => x[0].Cast(ElementType.UInt4).Cast(ElementType.Int32),
            x => x[0].Map(v => ((int)v) & 15));
        yield return Exact(
            typeof(PackedCastOp), "int32 beyond int4 keeps its low bits",
            [Whole(["batch", 5], -100, 100, ElementType.Int32)],
            x => x[0].Cast(ElementType.Int4).Cast(ElementType.Int32),
            x => x[0].Map(v => (((int)v & 15) ^ 8) - 8));
        yield return Exact(
            typeof(PackedCastOp), "bool to uint4, reshaped, to bool",
            [Flags(["batch", 6])],
            x => x[0].Cast(ElementType.UInt4).Reshape(["batch", 2, 3]).Cast(ElementType.Bool),
            x => new([x[0].Sizes[0], 2, 3], x[0].Items)) with { IsExported = false }; // ONNX Runtime has no Reshape of uint4
    }

    private static IEnumerable<OpCase> Texts()
    {
        double[] numbers = [1.5, -2, 1000, 0.0625, 4];
        yield return Exact(
            typeof(TextCastOp), "words to numbers",
            [Words(["batch", 5], "1.5", "-2", "1e3", "+.0625", "4.")],
            x => x[0].Cast(ElementType.Float32),
            x => new(x[0].Sizes, [.. x[0].Words.Select((_, i) => numbers[i % 5])]));
        yield return Exact(
            typeof(TextCastOp), "whole numbers to words and back",
            [Whole(["batch", 7], -100000, 100000)],
            x => x[0].Cast(ElementType.String).Cast(ElementType.Int64),
            x => x[0]);
        yield return Exact(
            typeof(TextCastOp), "truth values to words and back",
            [Flags(["batch", 3])],
            x => x[0].Cast(ElementType.String).Cast(ElementType.Bool),
            x => x[0]);
    }

    private static IEnumerable<OpCase> Moves()
    {
        Shape image = ["batch", 3, 4, 3];
        yield return Exact(
            typeof(TransposeOp), "uint8 to channels first",
            [Pixels(image)],
            x => x[0].Transpose(0, 3, 1, 2),
            x => Nd.Of([x[0].Sizes[0], 3, 3, 4], i => x[0][i[0], i[2], i[3], i[1]]));
        yield return Exact(
            typeof(ReshapeOp), "of uint8",
            [Pixels(image)],
            x => x[0].Reshape(["batch", 36]),
            x => new([x[0].Sizes[0], 36], x[0].Items));
        yield return Exact(
            typeof(SliceOp), "of uint8",
            [Pixels(image)],
            x => x[0].Slice(2, 1, 3),
            x => Nd.Of([x[0].Sizes[0], 3, 2, 3], i => x[0][i[0], i[1], i[2] + 1, i[3]]));
        yield return Exact(
            typeof(PadOp), "of uint8",
            [Pixels(["batch", 3])],
            x => new PadOp(1, 2, 1).Of(x[0]),
            x => Nd.Of([x[0].Sizes[0], 6], i => i[1] is >= 2 and < 5 ? x[0][i[0], i[1] - 2] : 0));
        yield return Exact(
            typeof(ConcatOp), "of uint8",
            [Pixels(["batch", 2]), Pixels(["batch", 3])],
            x => Value.Concat(1, x),
            x => Nd.Of([x[0].Sizes[0], 5], i => i[1] < 2 ? x[0][i[0], i[1]] : x[1][i[0], i[1] - 2]));
        yield return Exact(
            typeof(GatherOp), "of uint8",
            [Pixels(["batch", 4]), Whole([3], 0, 4)],
            x => x[0].Gather(x[1], 1),
            x => Nd.Of([x[0].Sizes[0], 3], i => x[0][i[0], (int)x[1].Items[i[1]]]));
        yield return Exact(
            typeof(ExpandOp), "of uint8",
            [Pixels(["batch", 1])],
            x => x[0].Expand(["batch", 5]),
            x => Nd.Of([x[0].Sizes[0], 5], i => x[0][i[0], 0]));
        yield return Exact(
            typeof(WhereOp), "of uint8",
            [Flags(["batch", 70]), Pixels(["batch", 70]), Pixels([70])],
            x => Value.Where(x[0], x[1], x[2]),
            x => Nd.Of(x[0].Sizes, i => x[0][i] != 0 ? x[1][i] : x[2][i[1]]));
    }

    private static OpCase Exact(Type op, string note, OpInput[] inputs, Func<Value[], Value> build, Func<Nd[], Nd> reference) =>
        new(op, note, inputs, build, reference) { Gradient = GradientCheck.Zero, Ulps = 0 };
}
