using OnnxTrain.Kernels;
using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Attention and its gradient: masks, causal, heads that share keys, lengths within and beyond a tile.</summary>
internal static class AttentionCases
{
    /// <summary>What a mask is made of: nothing, booleans, or numbers, −∞ among them.</summary>
    private enum Mask
    {
        None,
        Flags,
        Numbers,
    }

    private sealed record Pattern(string Note, Shape Q, Shape K, int Values)
    {
        public bool IsCausal { get; init; }

        public bool IsSequenceFirst { get; init; }

        public Mask Mask { get; init; }

        public Shape? MaskShape { get; init; }

        public AttentionForm Form => new(0.4, IsCausal, IsSequenceFirst: IsSequenceFirst);
    }

    private static readonly Pattern[] Patterns =
    [
        new("one head", ["batch", 1, 3, 4], ["batch", 1, 5, 4], 2),
        new("heads that share keys", ["batch", 4, 3, 5], ["batch", 2, 2, 5], 3),
        new("as many queries as keys, causal", ["batch", 2, 7, 4], ["batch", 2, 7, 4], 4) { IsCausal = true },
        new("past keys, causal", ["batch", 2, 2, 3], ["batch", 1, 6, 3], 3) { IsCausal = true },
        new("more queries than keys, causal", ["batch", 1, 5, 2], ["batch", 1, 3, 2], 2) { IsCausal = true },
        new("a mask of keys", ["batch", 2, 3, 4], ["batch", 2, 5, 4], 3) { Mask = Mask.Flags, MaskShape = ["batch", 1, 1, 5] },
        new("a mask of all scores", ["batch", 2, 3, 4], ["batch", 1, 5, 4], 3) { Mask = Mask.Flags, MaskShape = ["batch", 2, 3, 5] },
        new("numbers added", ["batch", 2, 3, 4], ["batch", 2, 5, 4], 3) { Mask = Mask.Numbers, MaskShape = [3, 5] },
        new("numbers added to each head, causal", ["batch", 2, 4, 4], ["batch", 1, 4, 4], 3)
        {
            IsCausal = true, Mask = Mask.Numbers, MaskShape = [2, 1, 4],
        },
        new("positions before heads, causal", ["batch", 3, 4, 5], ["batch", 5, 2, 5], 3) { IsCausal = true, IsSequenceFirst = true },
        new("longer than a tile", [2, 1, 70, 17], [2, 1, 131, 17], 33),
        new("longer than a tile, causal", [1, 2, 150, 8], [1, 1, 150, 8], 8) { IsCausal = true },
        new("several tiles, few heads, a mask", [1, 1, 67, 32], [1, 1, 129, 32], 32) { Mask = Mask.Flags, MaskShape = [67, 129] },
        new("many heads", [4, 4, 66, 4], [4, 2, 66, 4], 4) { IsCausal = true, IsSequenceFirst = false },
    ];

    public static IEnumerable<OpCase> All()
    {
        foreach (var p in Patterns)
        {
            var (q, k) = (p.Q, p.K);
            var v = k.With(3, p.Values);
            var most = q[3] == 32 ? 1 : 2; // wide sums round more
            OpInput[] inputs = [Real(q, -most, most), Real(k, -most, most), Real(v, -most, most), .. MaskInputs(p)];
            yield return new(
                typeof(AttentionOp), p.Note, inputs,
                x => x[0].Attend(x[1], x[2], MaskOf(p, x), p.Form),
                x => Reference(p, x).Y)
            {
                Ulps = 64,
            };
            yield return new(
                typeof(AttentionOp), $"{p.Note}, for inference", inputs,
                x => new AttentionOp(p.Form, SavesSums: false).Of([.. x[..3], .. MaskOf(p, x) is { } mask ? (Value[])[mask] : []]),
                x => Reference(p, x).Y)
            {
                Ulps = 64,
            };
            yield return new(
                typeof(AttentionGradientOp), p.Note, [.. inputs, Real(q.With(3, p.Values))],
                x =>
                {
                    var mask = MaskOf(p, x);
                    var y = x[0].Attend(x[1], x[2], mask, p.Form);
                    Value[] saved = [x[0], x[1], x[2], y, y.Producer!.Outputs[1], x[^1], .. mask is null ? [] : (Value[])[mask]];
                    return [.. new AttentionGradientOp(p.Form, mask is not null).NodeOf(saved).Outputs];
                },
                x => Gradients(p, x))
            {
                Ulps = 256,
            };
        }

        foreach (var row in Rotary()) yield return row;
        foreach (var shape in (Shape[])[["batch", 2, 3, 5], [1, 1, 7, 66]])
        {
            yield return new(
                typeof(AttentionKeepOp), $"{shape}", [Whole([3], 1, 1000), Real(shape)],
                x => new AttentionKeepOp(shape, 0.3).Of(x[0]),
                x =>
                {
                    var random = new RandomStream((ulong)x[0].Items[0], (ulong)x[0].Items[1], (uint)x[0].Items[2]);
                    var words = new uint[x[1].Items.Length];
                    random.Words(0, words);
                    return new Nd(x[1].Sizes, [.. words.Select(w => w >= DropoutOp.Threshold(0.3) ? 1.0 : 0.0)]);
                })
            {
                Gradient = GradientCheck.None, IsExported = false, // files have the draws as values
            };
        }
    }

    /// <summary>Positions turn pairs of neighbours, or of elements half a width apart; some elements are kept.</summary>
    private static IEnumerable<OpCase> Rotary()
    {
        (Shape X, int Half, bool IsInterleaved, bool IsSequenceFirst)[] patterns =
        [
            (["batch", 2, 3, 6], 3, false, false),
            (["batch", 2, 3, 6], 3, true, false),
            (["batch", 3, 2, 6], 3, false, true),
            (["batch", 3, 2, 8], 3, true, true),
            (["batch", 1, 5, 7], 2, false, false),
        ];
        foreach (var (x, half, isInterleaved, isSequenceFirst) in patterns)
        {
            var axis = isSequenceFirst ? 1 : 2;
            Shape angles = [x[axis], half];
            yield return new(
                typeof(RotaryEmbeddingOp), $"{x} in {half} pairs{(isInterleaved ? " of neighbours" : "")}, positions in axis {axis}",
                [Real(x), Real(angles), Real(angles)],
                v => new RotaryEmbeddingOp(isInterleaved, isSequenceFirst).Of(v),
                v => Nd.Of(v[0].Sizes, i =>
                {
                    if (i[3] >= 2 * half) return v[0][i];
                    var (pair, isSecond) = isInterleaved ? (i[3] / 2, i[3] % 2 == 1) : (i[3] % half, i[3] >= half);
                    var other = isInterleaved ? i[3] ^ 1 : (i[3] + half) % (2 * half);
                    var (cos, sin) = (v[1][i[axis], pair], v[2][i[axis], pair]);
                    return (v[0][i] * cos) + (v[0][Nd.With(i, 3, other)] * (isSecond ? sin : -sin));
                }))
            {
                Ulps = 8,
            };
        }
    }

    private static OpInput[] MaskInputs(Pattern p) => p.Mask switch
    {
        // The first query of a mask of all scores attends to nothing.
        Mask.Flags => [new(ElementType.Bool, p.MaskShape!, (random, i) => i < Row(p) && Row(p) > 5 ? 0 : random.Next(2))],
        Mask.Numbers => [Real(p.MaskShape!), new(ElementType.Bool, p.MaskShape!, (random, i) => i < 5 ? 0 : random.Next(3))],
        _ => [],
    };

    private static long Row(Pattern p) => p.MaskShape!.Rank == 2 ? p.MaskShape[1].Size : 0;

    private static Value? MaskOf(Pattern p, Value[] x) => p.Mask switch
    {
        Mask.Flags => x[3],
        Mask.Numbers => Value.Where(x[4], x[3], Value.Constant(double.NegativeInfinity, x[3].ElementType)),
        _ => null,
    };

    private static (Nd Y, Nd Weights) Reference(Pattern p, Nd[] x)
    {
        var (q, k, v) = (Turned(p, x[0]), Turned(p, x[1]), Turned(p, x[2]));
        var (queries, keys, group) = (q.Sizes[2], k.Sizes[2], q.Sizes[1] / k.Sizes[1]);
        var powers = Nd.Of([q.Sizes[0], q.Sizes[1], queries, keys], i =>
        {
            if (p.IsCausal && i[3] > i[2] + keys - queries) return 0;
            if (p.Mask != Mask.None && x[p.Mask == Mask.Flags ? 3 : 4][i] == 0) return 0;
            var score = 0.4 * Enumerable.Range(0, q.Sizes[3]).Sum(c => q[i[0], i[1], i[2], c] * k[i[0], i[1] / group, i[3], c]);
            return Math.Exp(score + (p.Mask == Mask.Numbers ? x[3][i] : 0));
        });
        var sums = powers.Reduce([3], keep: true, row => row.Sum());
        var weights = Nd.Zip(powers, sums, (power, sum) => sum == 0 ? 0 : power / sum);
        var y = Nd.Of([.. q.Sizes[..3], v.Sizes[3]], i =>
            Enumerable.Range(0, keys).Sum(j => weights[i[0], i[1], i[2], j] * v[i[0], i[1] / group, j, i[3]]));
        return (Turned(p, y), weights);
    }

    private static Nd[] Gradients(Pattern p, Nd[] x)
    {
        var (y, weights) = Reference(p, x);
        var (q, k, v, g, result) = (Turned(p, x[0]), Turned(p, x[1]), Turned(p, x[2]), Turned(p, x[^1]), Turned(p, y));
        var (queries, keys, group) = (q.Sizes[2], k.Sizes[2], q.Sizes[1] / k.Sizes[1]);
        var slopes = Nd.Of(weights.Sizes, i => weights[i] * Enumerable.Range(0, v.Sizes[3]).Sum(c =>
            g[i[0], i[1], i[2], c] * (v[i[0], i[1] / group, i[3], c] - result[i[0], i[1], i[2], c])));
        IEnumerable<(int Head, int Query)> Readers(int keyHead) =>
            Enumerable.Range(keyHead * group, group).SelectMany(h => Enumerable.Range(0, queries).Select(i => (h, i)));
        return
        [
            Turned(p, Nd.Of(q.Sizes, i =>
                0.4 * Enumerable.Range(0, keys).Sum(j => slopes[i[0], i[1], i[2], j] * k[i[0], i[1] / group, j, i[3]]))),
            Turned(p, Nd.Of(k.Sizes, i =>
                0.4 * Readers(i[1]).Sum(r => slopes[i[0], r.Head, r.Query, i[2]] * q[i[0], r.Head, r.Query, i[3]]))),
            Turned(p, Nd.Of(v.Sizes, i =>
                Readers(i[1]).Sum(r => weights[i[0], r.Head, r.Query, i[2]] * g[i[0], r.Head, r.Query, i[3]]))),
        ];
    }

    /// <summary>Heads before positions.</summary>
    private static Nd Turned(Pattern p, Nd x) =>
        p.IsSequenceFirst ? Nd.Of([x.Sizes[0], x.Sizes[2], x.Sizes[1], x.Sizes[3]], i => x[i[0], i[2], i[1], i[3]]) : x;
}
