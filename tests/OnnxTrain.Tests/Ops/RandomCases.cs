using OnnxTrain.Kernels;
using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Random numbers from seed and step as values of the graph, against the stream that kernels draw from.</summary>
internal static class RandomCases
{
    public static IEnumerable<OpCase> All()
    {
        foreach (var shape in (Shape[])[["batch", 5], [1027], [2, 17], []])
        {
            yield return new(
                typeof(RandomWordsOp), $"{shape}, whole words against a threshold", Inputs(shape),
                x => new RandomWordsOp(shape, 3).Of(x[0], x[1]) >= (double)DropoutOp.Threshold(0.4),
                x => Drawn(x, random => (block, word) => Word(random, block, word) >= DropoutOp.Threshold(0.4) ? 1 : 0))
            {
                Gradient = GradientCheck.None, Ulps = 0,
            };
            foreach (var bits in (int[])[24, 5])
                yield return new(
                    typeof(RandomWordsOp), $"{shape}, {bits} bits", Inputs(shape),
                    x => new RandomWordsOp(shape, 3, bits).Of(x[0], x[1]),
                    x => Drawn(x, random => (block, word) => Word(random, block, word) >> (32 - bits)))
                {
                    Gradient = GradientCheck.None, Ulps = 0,
                };
            yield return new(
                typeof(RandomNormalOp), $"{shape}", Inputs(shape),
                x => new RandomNormalOp(shape, 5, x[2].ElementType).Of(x[0], x[1]),
                x => Normal(x))
            {
                Gradient = GradientCheck.None, Ulps = 32,
            };
        }
    }

    /// <summary>A seed, a step, and a tensor whose shape has the named axis.</summary>
    private static OpInput[] Inputs(Shape shape) => [Whole([], 0, int.MaxValue), Whole([], 1, 100_000), Real(shape)];

    private static uint Word(RandomStream random, int block, int word)
    {
        var (x, y, z, w) = random.Words((ulong)block);
        return word switch { 0 => x, 1 => y, 2 => z, _ => w };
    }

    private static Nd Drawn(Nd[] x, Func<RandomStream, Func<int, int, double>> draw)
    {
        var element = draw(new RandomStream((ulong)x[0].Items[0], (ulong)x[1].Items[0], 3));
        return new(x[2].Sizes, [.. Enumerable.Range(0, x[2].Items.Length).Select(i => element(i / 4, i % 4))]);
    }

    /// <summary>
    /// √(−2 ln u) times the cosine of 2πv for even places, the sine for odd ones; u and v are the upper 24 bits of a pair's words.
    /// </summary>
    private static Nd Normal(Nd[] x)
    {
        var random = new RandomStream((ulong)x[0].Items[0], (ulong)x[1].Items[0], 5);
        return new(
            x[2].Sizes,
            [
                .. Enumerable
                    .Range(0, x[2].Items.Length)
                    .Select(i =>
                    {
                        var pair = i / 2 * 2;
                        double u = ((Word(random, pair / 4, pair % 4) >> 8) + 1.0) / (1 << 24),
                            v = (Word(random, pair / 4, (pair % 4) + 1) >> 8) / (double)(1 << 24);
                        return Math.Sqrt(-2 * Math.Log(u)) * (i % 2 == 0 ? Math.Cos(2 * Math.PI * v) : Math.Sin(2 * Math.PI * v));
                    }),
            ]);
    }
}
