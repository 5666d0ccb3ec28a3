using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Resize in every mode, with every rule of coordinates.</summary>
internal static class ResizeCases
{
    public static IEnumerable<OpCase> All() => [.. Resizes(), .. ResizesAmongAxesThatStay()];

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
            _ => [.. Enumerable.Range(below - 1, 4).Select(k => (k, Cubic(place - k)))],
        };
    }

    /// <summary>The weight of an element at a distance below 2: cubic convolution after Keys (1981) with a = −0.75.</summary>
    internal static double Cubic(double distance)
    {
        const double a = -0.75;
        var d = Math.Abs(distance);
        return d <= 1 ? ((a + 2) * d * d * d) - ((a + 3) * d * d) + 1 : (a * d * d * d) - (5 * a * d * d) + (8 * a * d) - (4 * a);
    }
}
