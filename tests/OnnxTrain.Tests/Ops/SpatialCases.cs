using OnnxTrain.Kernels;
using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Operators that pad, map, rearrange and drop along the axes of images.</summary>
internal static class SpatialCases
{
    public static IEnumerable<OpCase> All() => [.. Pads(), .. Maps(), .. Transposes(), .. Squares(), .. Drops()];

    private static IEnumerable<OpCase> Pads()
    {
        (Shape Shape, int[] Before, int[] After)[] patterns =
        [
            (["batch", 2, 3, 4], [1, 2], [2, 1]),
            (["batch", 3, 5], [2], [0]),
            (["batch", 3, 5], [0, 3], [2, 0]),
            (["batch", 1, 3, 3, 4], [2, 0, 1], [1, 1, 3]),
            ([4], [1], [2]),
            ([2, 3, 61, 67], [1, 1], [1, 1]),
        ];
        foreach (var (shape, before, after) in patterns)
        {
            var first = shape.Rank - before.Length;
            int[] Sizes(Nd x) =>
                [.. x.Sizes.Select((size, axis) => axis < first ? size : size + before[axis - first] + after[axis - first])];
            foreach (var mode in Enum.GetValues<PadMode>())
            {
                if (
                    mode == PadMode.Circular
                    && before.Concat(after).Zip([.. shape.Skip(first), .. shape.Skip(first)]).Any(p => p.First > p.Second.Size))
                    continue;
                if (mode == PadMode.Reflect && before.Zip(after, shape.Skip(first)).Any(p => Math.Max(p.First, p.Second) >= p.Third.Size))
                    continue;
                yield return new(
                    typeof(PadAxesOp), $"{mode} {shape} by {string.Join(" ", before)} and {string.Join(" ", after)}",
                    [Real(shape)],
                    x => x[0].Pad(before, after, mode, -1.5),
                    x =>
                        Nd.Of(
                            Sizes(x[0]),
                            i =>
                            {
                                int[] from = [.. i.Select((at, axis) => axis < first ? at : at - before[axis - first])];
                                if (mode == PadMode.Constant)
                                    return from.Zip(x[0].Sizes).All(p => p.First >= 0 && p.First < p.Second) ? x[0][from] : -1.5;
                                return x[0][
                                    [
                                        .. from.Zip(
                                            x[0].Sizes,
                                            (at, size) =>
                                                mode == PadMode.Circular ? (at + size) % size
                                                : mode == PadMode.Replicate ? Math.Clamp(at, 0, size - 1)
                                                : at < 0 ? -at
                                                : at >= size ? (2 * size) - 2 - at
                                                : at),
                                    ]
                                ];
                            }))
                {
                    Ulps = 0,
                };
            }
        }

        yield return new(
            typeof(PadAxesOp), "zeros",
            [Real(["batch", 2, 2])],
            x => x[0].Pad([1, 0], [0, 1]),
            x => Nd.Of([x[0].Sizes[0], 3, 3], i => i[1] > 0 && i[2] < 2 ? x[0][i[0], i[1] - 1, i[2]] : 0))
        {
            Ulps = 0,
        };
    }

    private static IEnumerable<OpCase> Maps()
    {
        (Shape Shape, int Axis)[] patterns =
        [
            (["batch", 4], 1),
            (["batch", 4, 3], 1),
            (["batch", 2, 4], 2),
            ([2, 4, "batch", 3], 1),
            ([4], 0),
            ([37, 4, 611], 1),
        ];
        double[,] w =
        {
            { 0, 1, 0, 0 },
            { 0.5, 0, -2, 0 },
            { 0, 0, 0, 0 },
            { 0, 0, 0, 1 },
            { 1, 1, 1, 0.25 },
        };
        var map = new AxisMap(4, Enumerable.Range(0, 5).Select(j => Enumerable.Range(0, 4).Select(i => (i, w[j, i]))));
        foreach (var (shape, axis) in patterns)
        {
            yield return new(
                typeof(AxisMapOp), $"{shape} along {axis}",
                [Real(shape)],
                x => new AxisMapOp(axis, map).Of(x[0]),
                x =>
                    Nd.Of(
                        Nd.With(x[0].Sizes, axis, 5),
                        i => Enumerable.Range(0, 4).Sum(k => w[i[axis], k] == 0 ? 0 : w[i[axis], k] * x[0][Nd.With(i, axis, k)])))
            {
                Ulps = 4,
            };
        }
    }

    private static IEnumerable<OpCase> Transposes()
    {
        // dL/dx of rows of 3 padded by 1 and 2, and of rows of 2 stretched linearly to 4: y = (x₀, ¾ x₀ + ¼ x₁, ¼ x₀ + ¾ x₁, x₁)
        yield return new(
            typeof(StretchGradientOp), "of padding",
            [Real(["batch", 6])],
            x => new StretchGradientOp(new PadAxesOp([0, 1], [0, 2], PadMode.Constant, 5), ["batch", 3]).Of(x[0]),
            x => Nd.Of([x[0].Sizes[0], 3], i => x[0][i[0], i[1] + 1]))
        {
            Ulps = 0,
        };
        yield return new(
            typeof(StretchGradientOp), "of stretching",
            [Real(["batch", 4])],
            x =>
                new StretchGradientOp(
                    new ResizeOp([4], [], ResizeMode.Linear, ResizeCoordinates.HalfPixel, ResizeRounding.Floor),
                    ["batch", 2]
                ).Of(x[0]),
            x =>
                Nd.Of(
                    [x[0].Sizes[0], 2],
                    i =>
                        i[1] == 0
                            ? x[0][i[0], 0] + (0.75 * x[0][i[0], 1]) + (0.25 * x[0][i[0], 2])
                            : (0.25 * x[0][i[0], 1]) + (0.75 * x[0][i[0], 2]) + x[0][i[0], 3]))
        {
            Ulps = 8,
        };
    }

    private static IEnumerable<OpCase> Squares()
    {
        (int Block, Shape Deep, Shape Wide)[] patterns =
        [
            (2, ["batch", 8, 2, 3], ["batch", 2, 4, 6]),
            (3, ["batch", 9, 1, 2], ["batch", 1, 3, 6]),
            (1, ["batch", 2, 3, 1], ["batch", 2, 3, 1]),
        ];
        foreach (var (r, deep, wide) in patterns)
        {
            var channels = (int)wide[1].Size;
            foreach (var together in (bool[])[true, false])
            {
                var note = together ? "channels of a square together" : "channels of a square apart";
                int Channel(int channel, int row, int column) =>
                    together ? (channel * r * r) + (row * r) + column : (((row * r) + column) * channels) + channel;
                yield return new(
                    typeof(DepthToSpaceOp), $"{deep} by {r}, {note}",
                    [Real(deep)],
                    x => x[0].DepthToSpace(r, together),
                    x =>
                        Nd.Of(
                            [x[0].Sizes[0], .. wide.Skip(1).Select(d => (int)d.Size)],
                            i => x[0][i[0], Channel(i[1], i[2] % r, i[3] % r), i[2] / r, i[3] / r]))
                {
                    Ulps = 0,
                };
                yield return new(
                    typeof(SpaceToDepthOp), $"{wide} by {r}, {note}",
                    [Real(wide)],
                    x => x[0].SpaceToDepth(r, together),
                    x =>
                    {
                        var y = new double[x[0].Items.Length];
                        int[] sizes = [x[0].Sizes[0], .. deep.Skip(1).Select(d => (int)d.Size)];
                        _ = Nd.Of(
                            x[0].Sizes,
                            i =>
                                y[
                                    (((((i[0] * sizes[1]) + Channel(i[1], i[2] % r, i[3] % r)) * sizes[2]) + (i[2] / r)) * sizes[3])
                                        + (i[3] / r)
                                ] = x[0][i]);
                        return new(sizes, y);
                    })
                {
                    Ulps = 0,
                };
            }
        }
    }

    /// <summary>Not in ONNX: they are gone after training.</summary>
    private static IEnumerable<OpCase> Drops()
    {
        foreach (
            var shape in (Shape[])
                [
                    ["batch", 3, 4],
                    ["batch", 5, 2, 3],
                    ["batch", 2, 1, 2, 2],
                    ["batch", 7],
                    [37, 11, 53],
                ])
        {
            yield return new(
                typeof(ChannelDropoutOp), $"{shape}",
                [Real(shape)],
                x => new ChannelDropoutOp(0.25).NodeOf(x[0]).Outputs,
                x =>
                {
                    var mask = Nd.Of(
                        [.. x[0].Sizes.Select((size, axis) => axis < 2 ? size : 1)],
                        i => Word((i[0] * x[0].Sizes[1]) + i[1]) < 0.25 * 4294967296.0 ? 0 : 1 / 0.75);
                    return [Nd.Zip(x[0], mask, (v, m) => v * m), mask];
                })
            {
                Ulps = 2, IsExported = false,
            };
        }
    }

    /// <summary>The random word of a channel of a row, of seed, step and stream 0.</summary>
    private static uint Word(int i)
    {
        var (a, b, c, d) = new RandomStream(0, 0, 0).Words((ulong)i / 4);
        return ((uint[])[a, b, c, d])[i % 4];
    }
}
