using OnnxTrain.Kernels;
using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Operators that move, repeat and interpolate along the axes of images.</summary>
internal static class SpatialCases
{
    public static IEnumerable<OpCase> All() =>
        [.. Pads(), .. Maps(), .. Resizes(), .. ResizesAmongAxesThatStay(), .. Transposes(), .. Squares(), .. Drops()];

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

    /// <summary>Against the formulas of ONNX's description of Resize, element by element over all axes at once.</summary>
    private static IEnumerable<OpCase> Resizes()
    {
        (Shape Shape, int[] Size)[] patterns =
        [
            (["batch", 2, 3, 4], [5, 7]),
            (["batch", 1, 5, 6], [3, 4]),
            (["batch", 2, 5], [8]),
            (["batch", 1, 2, 3, 3], [4, 2, 5]),
            (["batch", 2, 4, 3], [1, 1]),
        ];
        foreach (var (shape, size) in patterns)
        {
            foreach (var mode in Enum.GetValues<ResizeMode>())
            {
                foreach (var coordinates in Enum.GetValues<ResizeCoordinates>())
                {
                    var rounding = (ResizeRounding)((int)coordinates % 4);
                    yield return new(
                        typeof(ResizeOp),
                        $"{mode} {coordinates}{(mode == ResizeMode.Nearest ? $" {rounding}" : "")} {shape} to {string.Join(" × ", size)}",
                        [Real(shape)],
                        x => x[0].Resize([.. size.Select(s => (Dimension)s)], mode, coordinates, rounding),
                        x =>
                            Resized(
                                x[0], size,
                                [.. size.Select((s, k) => (double)s / x[0].Sizes[^(size.Length - k)])],
                                mode, coordinates, rounding))
                    {
                        Ulps = mode == ResizeMode.Nearest ? 0 : 32,
                    };
                }
            }
        }

        (Shape Shape, double[] Scales, int[] Size)[] scaled =
        [
            (["batch", 2, 3, 4], [2, 2], [6, 8]),
            (["batch", 1, 4, 5], [1.75, 0.5], [7, 2]),
            (["batch", 3, 4], [3], [12]),
        ];
        foreach (var (shape, scales, size) in scaled)
        {
            foreach (var mode in Enum.GetValues<ResizeMode>())
            {
                yield return new(
                    typeof(ResizeOp), $"{mode} {shape} by {string.Join(" × ", scales)}",
                    [Real(shape)],
                    x =>
                        x[0]
                            .ResizeBy(
                                scales, mode, mode == ResizeMode.Nearest ? ResizeCoordinates.Asymmetric : ResizeCoordinates.HalfPixel,
                                ResizeRounding.Floor),
                    x =>
                        Resized(
                            x[0], size, scales, mode,
                            mode == ResizeMode.Nearest ? ResizeCoordinates.Asymmetric : ResizeCoordinates.HalfPixel, ResizeRounding.Floor))
                {
                    Ulps = mode == ResizeMode.Nearest ? 0 : 32,
                };
            }
        }
    }

    /// <summary>Axes that stay, said with those that change; they may be named, and anywhere.</summary>
    private static IEnumerable<OpCase> ResizesAmongAxesThatStay()
    {
        foreach (var mode in Enum.GetValues<ResizeMode>())
        {
            var (coordinates, ulps) = mode == ResizeMode.Nearest ? (ResizeCoordinates.Asymmetric, 0) : (ResizeCoordinates.HalfPixel, 32);
            (Shape Shape, double[] Scales)[] scaled =
            [
                (["batch", 2, 3, 4], [1, 1, 2, 0.5]),
                (["batch", 3, 4], [1, 1, 1.75]),
                (["batch", 5], [1, 1.75]),
                ([2, "batch", 3], [2, 1, 2]),
                ([2, 4, "batch"], [1.75, 1]),
            ];
            foreach (var (shape, scales) in scaled)
            {
                yield return new(
                    typeof(ResizeOp), $"{mode} {shape} by {string.Join(" × ", scales)}",
                    [Real(shape)],
                    x => x[0].ResizeBy(scales, mode, coordinates, ResizeRounding.Floor),
                    x =>
                        Resized(
                            x[0],
                            [.. scales.Select((s, k) => (int)Math.Floor(x[0].Sizes[^(scales.Length - k)] * s))],
                            scales, mode, coordinates, ResizeRounding.Floor))
                {
                    Ulps = ulps,
                };
            }

            (Shape Shape, Shape Size)[] sized =
            [
                (["batch", 2, 3, 4], ["batch", 2, 6, 2]),
                (["batch", 3, 4], ["batch", 3, 7]),
                ([2, "batch", 3], [4, "batch", 5]),
            ];
            foreach (var (shape, size) in sized)
            {
                yield return new(
                    typeof(ResizeOp), $"{mode} {shape} to {size}",
                    [Real(shape)],
                    x => x[0].Resize(size, mode, coordinates, ResizeRounding.Floor),
                    x =>
                    {
                        int[] lengths = [.. size.Select((d, k) => d.IsFixed ? (int)d.Size : x[0].Sizes[k])];
                        return Resized(
                            x[0], lengths,
                            [.. lengths.Select((n, k) => (double)n / x[0].Sizes[k])],
                            mode, coordinates, ResizeRounding.Floor);
                    })
                {
                    Ulps = ulps,
                };
            }
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

    private static Nd Resized(Nd x, int[] size, double[] scales, ResizeMode mode, ResizeCoordinates coordinates, ResizeRounding rounding)
    {
        var first = x.Sizes.Length - size.Length;
        return Nd.Of(
            [.. x.Sizes[..first], .. size],
            i =>
            {
                var sum = 0.0;
                Visit(first, 1, i);
                return sum;

                void Visit(int axis, double weight, int[] at)
                {
                    if (axis == at.Length)
                    {
                        sum += weight * x[at];
                        return;
                    }

                    var (n, m, s) = (x.Sizes[axis], size[axis - first], scales[axis - first]);
                    var place = coordinates switch
                    {
                        ResizeCoordinates.HalfPixel => ((i[axis] + 0.5) / s) - 0.5,
                        ResizeCoordinates.PytorchHalfPixel => m > 1 ? ((i[axis] + 0.5) / s) - 0.5 : 0,
                        ResizeCoordinates.AlignCorners => m > 1 ? i[axis] * (n - 1.0) / (m - 1) : 0,
                        _ => i[axis] / s,
                    };
                    if (mode == ResizeMode.Nearest)
                        place = Math.Round(place, 12); // 0.5 that came out as 0.49999999999999994
                    foreach (var (k, w) in Near(place, mode, rounding))
                        Visit(axis + 1, weight * w, Nd.With(at, axis, Math.Clamp(k, 0, n - 1)));
                }
            });
    }

    private static IEnumerable<(int Index, double Weight)> Near(double place, ResizeMode mode, ResizeRounding rounding)
    {
        var below = (int)Math.Floor(place);
        var t = place - below;
        const double a = -0.75;
        return mode switch
        {
            ResizeMode.Nearest =>
            [
                (
                    rounding switch
                    {
                        ResizeRounding.Floor => below,
                        ResizeRounding.Ceil => (int)Math.Ceiling(place),
                        ResizeRounding.RoundPreferFloor => t > 0.5 ? below + 1 : below,
                        _ => t >= 0.5 ? below + 1 : below,
                    },
                    1),
            ],
            ResizeMode.Linear => [(below, 1 - t), (below + 1, t)],
            _ => Enumerable
                .Range(-1, 4)
                .Select(k =>
                {
                    var d = Math.Abs(t - k);
                    return (
                        below + k,
                        d <= 1 ? ((a + 2) * d * d * d) - ((a + 3) * d * d) + 1 : (a * d * d * d) - (5 * a * d * d) + (8 * a * d) - (4 * a));
                }),
        };
    }
}
