using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Data moved along axes whose lengths are expressions over names.</summary>
internal static class NamedAxisCases
{
    private static Dimension Batch => "batch";

    public static IEnumerable<OpCase> All()
    {
        yield return new(
            typeof(NarrowOp), "the later half of a named axis",
            [Real(["batch", 3])],
            x => x[0].Narrow(0, Batch / 2, Batch - (Batch / 2)),
            x => Taken(x[0], x[0].Sizes[0] / 2, x[0].Sizes[0] - (x[0].Sizes[0] / 2)))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(NarrowOp), "the middle of an inner axis",
            [Real([2, "batch", 3])],
            x => x[0].Narrow(1, Batch / 3, Batch / 2),
            x => Nd.Of([2, x[0].Sizes[1] / 2, 3], i => x[0][i[0], (x[0].Sizes[1] / 3) + i[1], i[2]]))
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "Narrow", "numbers and a named axis: as Slice",
            [Real(["batch", 5])],
            x => x[0].Narrow(1, 2, 2),
            x => Nd.Of([x[0].Sizes[0], 2], i => x[0][i[0], i[1] + 2])) with
        {
            Ulps = 0,
        };
        yield return new(
            typeof(PadOp), "named numbers of zeros",
            [Real(["batch", 2])],
            x => new PadOp(0, Batch / 2, Batch).Of(x[0]),
            x => Nd.Of([(x[0].Sizes[0] / 2) + (2 * x[0].Sizes[0]), 2], i => At(x[0], i[0] - (x[0].Sizes[0] / 2), i[1], 0)))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(PadOp), "a number other than 0",
            [Real(["batch", 2])],
            x => new PadOp(0, 1, Batch / 2, -3.5).Of(x[0]),
            x => Nd.Of([1 + x[0].Sizes[0] + (x[0].Sizes[0] / 2), 2], i => At(x[0], i[0] - 1, i[1], -3.5)))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(ConcatOp), "three named lengths and a number",
            [Real(["batch", 2]), Real([3, 2]), Real([Batch + 1, 2])],
            x => Value.Concat(0, x[0], x[1], x[2], x[0]),
            x => Joined(x[0], x[1], x[2], x[0]))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(SplitOp), "a sum of names",
            [Real(["batch", 2]), Real([Batch + 1, 2])],
            x => [.. Value.Concat(0, x[0], x[1]).Split(["batch", 1, "batch"])],
            x => [x[0], Taken(x[1], 0, 1), Taken(x[1], 1, x[0].Sizes[0])])
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "Chunk", "a multiple of a name",
            [Real(["batch", 2]), Real([Batch * 2, 2])],
            x => [.. Value.Concat(0, x[0], x[1]).Chunk(3)],
            x => [x[0], Taken(x[1], 0, x[0].Sizes[0]), Taken(x[1], x[0].Sizes[0], x[0].Sizes[0])]) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "Roll", "a named axis",
            [Real(["batch", 2]), Real([1, 2])],
            x => [Value.Concat(0, x[0], x[1]).Roll(1, 0), Value.Concat(0, x[0], x[1]).Roll(-1, 0)],
            x => [Rolled(Joined(x[0], x[1]), 1), Rolled(Joined(x[0], x[1]), -1)]) with
        {
            Ulps = 0,
        };
        yield return Reshaped("two names as one", ["batch", Batch + 1, 2], [Batch * (Batch + 1), 2]);
        yield return Reshaped("a name from one axis to another", ["batch", Batch + 1, 4], [Batch * 2, (Batch * 2) + 2]);
        yield return Reshaped("names that stay, and one axis as two", ["batch", Batch + 1, 8], ["batch", Batch + 1, 2, 4]);
        yield return Reshaped("−1 for a product of names", ["batch", Batch + 1, 6], [-1, 3]);
        yield return Reshaped("a half of it, and a half of that", ["batch", (Batch + 1) * 2], [2, Batch * (Batch + 1)]);
        yield return Reshaped("a quotient that comes out even here", ["batch", Batch + 1, 3], [Batch * (Batch + 1) / 2, 2, 3]);
        yield return OpCase.Composed(
            "Flatten", "named axes",
            [Real(["batch", 2, Batch + 2, "batch"])],
            x => x[0].Flatten(2),
            x => new([x[0].Sizes[0], 2, x[0].Sizes[2] * x[0].Sizes[3]], x[0].Items)) with
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "Unflatten", "beside named axes",
            [Real(["batch", 6, Batch + 2])],
            x => [x[0].Unflatten(1, [2, -1]), x[0].Unflatten(-1, [1, Batch + 2])],
            x => [new([x[0].Sizes[0], 2, 3, x[0].Sizes[2]], x[0].Items), new([x[0].Sizes[0], 6, 1, x[0].Sizes[2]], x[0].Items)]) with
        {
            Ulps = 0,
        };
        yield return new(
            typeof(ExpandOp), "to a sum of names",
            [Real(["batch", 1])],
            x => x[0].Expand([2, "batch", Batch + 2]),
            x => Nd.Of([2, x[0].Sizes[0], x[0].Sizes[0] + 2], i => x[0][i[1], 0]))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(GatherOp), "rows of a named axis",
            [Real(["batch", 3]), Real([1, 3]), Whole([4], -1, 1)],
            x => Value.Concat(0, x[0], x[1]).Gather(x[2]),
            x => Nd.Of([4, 3], i => x[2][i[0]] < 0 || x[0].Sizes[0] == 0 ? x[1][0, i[1]] : x[0][0, i[1]]))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(GatherOp), "columns of a named axis",
            [Real([3, "batch"]), Real([3, 1]), Whole([2, 2], -1, 1)],
            x => Value.Concat(1, x[0], x[1]).Gather(x[2], 1),
            x => Nd.Of([3, 2, 2], i => x[2][i[1], i[2]] < 0 || x[0].Sizes[1] == 0 ? x[1][i[0], 0] : x[0][i[0], 0]))
        {
            Ulps = 0,
        };
        yield return OpCase.Composed(
            "Attention", "heads of named rows",
            [Real(["batch", Batch + 1, 8])],
            x => SelfAttentionCases.Of(x[0], heads: 2),
            x => SelfAttentionCases.Of(x[0], heads: 2)) with
        {
            Ulps = 256,
        };
    }

    private static OpCase Reshaped(string note, Shape from, Shape to) =>
        new(typeof(ReshapeOp), note, [Real(from)], x => x[0].Reshape(to), x => new(Lengths(from, to, x[0].Sizes), x[0].Items)) { Ulps = 0 };

    /// <summary>The lengths of a shape where those of another, with the same name, are known.</summary>
    private static int[] Lengths(Shape from, Shape to, int[] sizes)
    {
        var batch = Enumerable.Range(0, 20).First(n => from[0].Evaluate(_ => n) == sizes[0]);
        int[] lengths = [.. to.Select(d => d == Dimension.Inferred ? -1 : (int)d.Evaluate(_ => batch))];
        var rest = Math.Max(1, lengths.Where(n => n >= 0).Aggregate(1, (product, n) => product * n));
        return [.. lengths.Select(n => n >= 0 ? n : sizes.Aggregate(1, (product, n) => product * n) / rest)];
    }

    private static double At(Nd x, int row, int column, double otherwise) =>
        row >= 0 && row < x.Sizes[0] ? x[row, column] : otherwise;

    private static Nd Taken(Nd x, int start, int length) => Nd.Of([length, x.Sizes[1]], i => x[start + i[0], i[1]]);

    private static Nd Rolled(Nd x, int shift) => Nd.Of(x.Sizes, i => x[(i[0] - shift + x.Sizes[0]) % x.Sizes[0], i[1]]);

    private static Nd Joined(params Nd[] parts) =>
        new([parts.Sum(p => p.Sizes[0]), parts[0].Sizes[1]], [.. parts.SelectMany(p => p.Items)]);
}
