using OnnxTrain.Kernels;
using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Softmax and its kin, dropout, noise and draws.</summary>
internal static class ProbabilityCases
{
    private static readonly (Shape Shape, int Axis)[] Patterns =
    [
        (["batch", 5], 1),
        (["batch", 5], -1),
        ([5, "batch"], 0),
        (["batch", 3, 4], 1),
        (["batch", 3, 4], 2),
        ([4], 0),
        (["batch", 1], 1),
        ([3, 1030], 1),
        ([1030, 3], 0),
        ([1030, 3], 1),
        ([70, 32], 1),
        ([70, 33], 1),
    ];

    public static IEnumerable<OpCase> All() =>
        [
            .. Rows(typeof(SoftmaxOp), (x, axis) => x.Softmax(axis), Softmax),
            .. Rows(typeof(LogSoftmaxOp), (x, axis) => x.LogSoftmax(axis), LogSoftmax),
            .. CrossEntropy(),
            .. Likelihood(),
            new(
                typeof(DropoutOp), "values and mask",
                [Real(["batch", 5])],
                x => new DropoutOp(0.25).NodeOf(x[0]).Outputs,
                x => Dropped(x[0], 0.25))
            {
                Ulps = 2, IsExported = false,
            },
            new(typeof(DropoutOp), "over a tile", [Real([1027])], x => [x[0].Dropout(0.5)], x => Dropped(x[0], 0.5)[..1])
            {
                IsExported = false,
            },
            new(
                typeof(DropoutOp), "masking noise: what is kept stays as it is",
                [Real(["batch", 37])],
                x => [x[0].MaskingNoise(0.3)],
                x => Dropped(x[0], 0.3, isScaled: false)[..1])
            {
                Ulps = 0, IsExported = false,
            },
            .. Draws(),
            new(typeof(GaussianNoiseOp), "values", [Real(["batch", 5])], x => x[0].GaussianNoise(0.75), x => Noisy(x[0], 0.75))
            {
                Ulps = 32, IsExported = false,
            },
            new(typeof(GaussianNoiseOp), "over a tile", [Real([1027])], x => x[0].GaussianNoise(2), x => Noisy(x[0], 2))
            {
                Ulps = 64, IsExported = false,
            },
        ];

    private static IEnumerable<OpCase> Rows(Type op, Func<Value, int, Value> build, Func<Nd, int, Nd> reference)
    {
        foreach (var (shape, axis) in Patterns)
            yield return new(
                op, $"{shape} along {axis}",
                [Real(shape)],
                x => build(x[0], axis),
                x => reference(x[0], (axis + shape.Rank) % shape.Rank))
            {
                Ulps = 16,
            };
        yield return new(
            op, "large magnitudes",
            [Values(["batch", 4], 1e4, -1e4, 9998, 1e4 - 1, 3e38, -3e38, 0, 88, 89, 104, -104, 1)],
            x => build(x[0], 1),
            x => reference(x[0], 1))
        {
            Ulps = 16, Gradient = GradientCheck.None,
        };
        yield return new(
            op, "minus infinity masks",
            [Values(["batch", 4], 1, double.NegativeInfinity, 0.5, double.NegativeInfinity)],
            x => build(x[0], 1),
            x => reference(x[0], 1))
        {
            Ulps = 16, Gradient = GradientCheck.None,
        };
    }

    private static IEnumerable<OpCase> CrossEntropy()
    {
        foreach (var classes in (int[])[2, 5, 1030])
        {
            OpInput[] inputs = [Real(["batch", classes], -4, 4), Whole(["batch"], 0, classes)];
            yield return new(
                typeof(SoftmaxCrossEntropyOp), $"{classes} classes", inputs,
                x => x[0].SoftmaxCrossEntropy(x[1]),
                x => Losses(x))
            {
                Ulps = 16,
            };
            yield return new(
                typeof(SoftmaxCrossEntropyGradientOp), $"{classes} classes",
                [.. inputs, Real(["batch"])],
                x => new SoftmaxCrossEntropyGradientOp().Of(x),
                x => LogitGradient(x))
            {
                Ulps = 256,
            };
            yield return new(
                typeof(SoftmaxCrossEntropyOp), $"{classes} classes, losses and logarithms", inputs,
                x => new SoftmaxCrossEntropyOp().NodeOf(x).Outputs,
                x => [Losses(x), LogSoftmax(x[0], 1)])
            {
                Ulps = 16,
            };
        }

        foreach (var places in (Shape[])[["batch", 4], ["batch", 1], [2, 3, 2], ["batch", 5, "batch"], [2, 1031]])
        {
            OpInput[] inputs = [Real([places[0], 3, .. places.Skip(1)], -4, 4), Whole(places, 0, 3)];
            yield return new(
                typeof(SoftmaxCrossEntropyOp), $"3 classes at the places {places}", inputs,
                x => new SoftmaxCrossEntropyOp().NodeOf(x).Outputs,
                x => [Losses(x), LogSoftmax(x[0], 1)])
            {
                Ulps = 16,
            };
            yield return new(
                typeof(SoftmaxCrossEntropyGradientOp), $"3 classes at the places {places}",
                [.. inputs, Real(places)],
                x => new SoftmaxCrossEntropyGradientOp().Of(x),
                x => LogitGradient(x))
            {
                Ulps = 256,
            };
            yield return new(
                typeof(NegativeLogLikelihoodOp), $"3 classes at the places {places}", inputs,
                x => x[0].NegativeLogLikelihood(x[1]),
                x => Nd.Of(x[1].Sizes, i => -x[0][AtClass(i, (int)x[1][i])]))
            {
                Ulps = 0,
            };
        }

        yield return new(
            typeof(SoftmaxCrossEntropyOp), "large logits at places",
            [Values([1, 3, 2], 1e4, -1e4, 0, 3e4, 12, 1e4), Whole([1, 2], 0, 3)],
            x => x[0].SoftmaxCrossEntropy(x[1]),
            x => Losses(x))
        {
            Ulps = 16, Gradient = GradientCheck.None,
        };
        yield return new(
            typeof(SoftmaxCrossEntropyOp), "large logits",
            [Values(["batch", 3], 1e4, -1e4, 0, 3e4), Whole(["batch"], 0, 3)],
            x => x[0].SoftmaxCrossEntropy(x[1]),
            x => Losses(x))
        {
            Ulps = 16, Gradient = GradientCheck.None,
        };
    }

    private static IEnumerable<OpCase> Likelihood()
    {
        foreach (var classes in (int[])[1, 3, 1030])
            yield return new(
                typeof(NegativeLogLikelihoodOp), $"{classes} classes",
                [Real(["batch", classes], -4, 0), Whole(["batch"], 0, classes)],
                x => x[0].NegativeLogLikelihood(x[1]),
                x => Nd.Of(x[1].Sizes, i => -x[0][i[0], (int)x[1][i]]))
            {
                Ulps = 0,
            };
        yield return new(
            typeof(NegativeLogLikelihoodOp), "an impossible class that was not met",
            [Values(["batch", 2], -0.5, double.NegativeInfinity), Whole(["batch"], 0, 1)],
            x => x[0].NegativeLogLikelihood(x[1]),
            x => Nd.Of(x[1].Sizes, _ => 0.5))
        {
            Ulps = 0, Gradient = GradientCheck.None,
        };
    }

    /// <summary>The upper 24 bits of the words that dropout takes, as a fraction, against the chance.</summary>
    private static IEnumerable<OpCase> Draws()
    {
        foreach (var shape in (Shape[])[["batch", 5], [1027], [2, 17], []])
        {
            yield return new(
                typeof(UniformOp), $"{shape}",
                [Real(shape)],
                x => Value.Uniform(shape, -1, 3, x[0].ElementType),
                x => new(x[0].Sizes, [.. x[0].Items.Select((_, i) => (4 * ((Word(i) >> 8) / 16777216.0)) - 1)]))
            {
                Gradient = GradientCheck.Zero, Ulps = 2, IsExported = false,
            };
            yield return new(
                typeof(NormalOp), $"{shape}",
                [Real(shape)],
                x => Value.Normal(shape, 0, 0.75, x[0].ElementType),
                x => Noisy(x[0].Map(_ => 0), 0.75))
            {
                Gradient = GradientCheck.Zero, Ulps = 32, IsExported = false,
            };
            yield return new(typeof(BernoulliOp), $"{shape}", [Real(shape, 0, 1)], x => x[0].Bernoulli(), x => Drawn(x[0]))
            {
                Gradient = GradientCheck.Zero, Ulps = 0, IsExported = false,
            };
        }

        yield return new(
            typeof(BernoulliOp), "certain, impossible, beyond both, and no number",
            [Values(["batch", 31], 0, 1, -0.5, 1.5, double.NaN)],
            x => x[0].Bernoulli(),
            x =>
                new(
                    x[0].Sizes,
                    [
                        .. x[0]
                            .Items.Select(p =>
                                double.IsNaN(p) ? p
                                : p >= 1 ? 1
                                : 0),
                    ]))
        {
            Gradient = GradientCheck.None, Ulps = 0, IsExported = false,
        };
    }

    private static Nd Drawn(Nd p) => new(p.Sizes, [.. p.Items.Select((chance, i) => (Word(i) >> 8) / 16777216.0 < chance ? 1.0 : 0)]);

    private static Nd Losses(Nd[] x)
    {
        var logarithms = LogSoftmax(x[0], 1);
        return Nd.Of(x[1].Sizes, i => -logarithms[AtClass(i, (int)x[1][i])]);
    }

    private static Nd LogitGradient(Nd[] x) =>
        Nd.Of(x[0].Sizes, i => (Math.Exp(x[0][i]) - (x[1][Place(i)] == i[1] ? 1 : 0)) * x[2][Place(i)]);

    /// <summary>The index of a class at a place [row, …]: [row, class, …].</summary>
    private static int[] AtClass(int[] place, int c) => [place[0], c, .. place[1..]];

    private static int[] Place(int[] index) => [index[0], .. index[2..]];

    private static Nd LogSoftmax(Nd x, int axis) => Nd.Of(x.Sizes, i =>
    {
        var lane = Lane(x, i, axis);
        var max = lane.Max();
        return x[i] - max - Math.Log(lane.Sum(v => Math.Exp(v - max)));
    });

    private static Nd Softmax(Nd x, int axis) => Nd.Of(x.Sizes, i =>
    {
        var lane = Lane(x, i, axis);
        var max = lane.Max();
        return Math.Exp(x[i] - max) / lane.Sum(v => Math.Exp(v - max));
    });

    private static double[] Lane(Nd x, int[] index, int axis) =>
        [.. Enumerable.Range(0, x.Sizes[axis]).Select(j => x[Nd.With(index, axis, j)])];

    /// <summary>
    /// Elements 2i and 2i + 1 take words 2i and 2i + 1 of the first random stream, at seed 0 and step 0, 24 bits of each.
    /// </summary>
    private static Nd Noisy(Nd x, double deviation)
    {
        var words = new uint[(x.Items.Length + 3) / 4 * 4];
        new RandomStream(0, 0, 0).Words(0, words);
        return new(x.Sizes, [.. x.Items.Select((value, i) =>
        {
            var pair = i / 2 * 2;
            var radius = Math.Sqrt(-2 * Math.Log(((words[pair] >> 8) + 1) / 16777216.0));
            var angle = 2 * Math.PI * (words[pair + 1] >> 8) / 16777216.0;
            return value + (deviation * radius * (i % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle)));
        })]);
    }

    /// <summary>Element i takes word i mod 4 of the block i / 4 of the first random stream, at seed 0 and step 0.</summary>
    private static Nd[] Dropped(Nd x, double rate, bool isScaled = true)
    {
        var mask = new double[x.Items.Length];
        for (var i = 0; i < mask.Length; i++) mask[i] = Word(i) < rate * 4294967296.0 ? 0 : isScaled ? 1 / (1 - rate) : 1;
        return [new(x.Sizes, [.. x.Items.Zip(mask, (v, m) => v * m)]), new(x.Sizes, mask)];
    }

    private static uint Word(int i)
    {
        var (a, b, c, d) = new RandomStream(0, 0, 0).Words((ulong)i / 4);
        return ((uint[])[a, b, c, d])[i % 4];
    }
}
