using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// Resizing along one axis as a linear map, by the formulas of ONNX's Resize. The nearest element may depend on the last bit of a
/// coordinate, so it is computed in float32, as in ONNX Runtime: of 8 elements by 0.4 the last is 2 / 0.4 = 5, though float32 holds 0.4 as
/// a little more. Weights are computed in float64.
/// </summary>
internal static class ResizeMaps
{
    /// <summary>a of the cubic convolution, PyTorch's and ONNX's.</summary>
    private const double CubicCoefficient = -0.75;

    /// <param name="inputs">n, the length before.</param>
    /// <param name="outputs">m, the length after.</param>
    /// <param name="scale">s; null for m / n.</param>
    /// <param name="mode">The interpolation mode.</param>
    /// <param name="coordinates">The rule for positions.</param>
    /// <param name="rounding">The rule for the nearest element.</param>
    public static AxisMap Of(
        int inputs, int outputs, float? scale, ResizeMode mode, ResizeCoordinates coordinates, ResizeRounding rounding
    ) =>
        mode == ResizeMode.Nearest
            ? Selection(
                inputs, Enumerable
                    .Range(0, outputs)
                    .Select(i => Nearest(Coordinate(i, inputs, outputs, scale ?? (float)outputs / inputs, coordinates), rounding)))
            : Weighted(inputs, outputs, scale, mode, coordinates);

    /// <summary>
    /// As in PyTorch: the nearest element is at ⌊i · float32(n / m)⌋, or ⌊i · float32(1 / s)⌋ if a scale is given, and linear interpolation
    /// does not change an axis of the same length. The rest is the same.
    /// </summary>
    public static AxisMap PyTorch(int inputs, int outputs, double? scale, ResizeMode mode, ResizeCoordinates coordinates)
    {
        var step = scale is { } s ? (float)(1 / s) : (float)inputs / outputs;
        return mode == ResizeMode.Nearest
                ? Selection(
                    inputs, Enumerable
                        .Range(0, outputs)
                        .Select(i =>
                            outputs == inputs ? i
                            : outputs == 2 * inputs ? i / 2
                            : (int)MathF.Floor(i * step)))
            : inputs == outputs && mode == ResizeMode.Linear ? Selection(inputs, Enumerable.Range(0, outputs))
            : Weighted(inputs, outputs, (float?)scale, mode, coordinates);
    }

    /// <summary>
    /// Whether the nearest element depends on the last bits of a coordinate, so that runtimes with another rounding may select its
    /// neighbour.
    /// </summary>
    public static bool IsDelicate(int inputs, int outputs, float? scale, ResizeCoordinates coordinates, ResizeRounding rounding)
    {
        double s = scale ?? (float)outputs / inputs;
        return Enumerable.Range(0, outputs).Any(i =>
        {
            var x = Coordinate(i, inputs, outputs, (float)s, coordinates);
            var shift = coordinates == ResizeCoordinates.Asymmetric ? 0 : 0.5f;
            var isExact = coordinates == ResizeCoordinates.AlignCorners
                ? outputs == 1 || (double)x * (outputs - 1) == (double)i * (inputs - 1)
                : (double)(x + shift) * s == i + shift;
            var bits = (Math.Abs(x) + 1) * 1e-6f;
            return !isExact && Nearest(x - bits, rounding) != Nearest(x + bits, rounding);
        });
    }

    private static AxisMap Selection(int inputs, IEnumerable<int> indices) =>
        new(inputs, indices.Select(i => (IEnumerable<(int, double)>)[(Math.Clamp(i, 0, inputs - 1), 1)]));

    private static float Coordinate(int i, int inputs, int outputs, float scale, ResizeCoordinates coordinates) => coordinates switch
    {
        ResizeCoordinates.Asymmetric => i / scale,
        ResizeCoordinates.AlignCorners => outputs == 1 ? 0 : i * (float)(inputs - 1) / (outputs - 1),
        ResizeCoordinates.PytorchHalfPixel when outputs == 1 => 0,
        _ => ((i + 0.5f) / scale) - 0.5f,
    };

    private static AxisMap Weighted(int inputs, int outputs, double? scale, ResizeMode mode, ResizeCoordinates coordinates) =>
        new(inputs, Enumerable.Range(0, outputs).Select(i =>
        {
            var x = coordinates switch
            {
                ResizeCoordinates.Asymmetric => Before(i),
                ResizeCoordinates.AlignCorners => outputs == 1 ? 0 : i * (inputs - 1.0) / (outputs - 1),
                ResizeCoordinates.PytorchHalfPixel when outputs == 1 => 0,
                _ => Before(i + 0.5) - 0.5,
            };
            return Taps(x, mode).Select(tap => (Math.Clamp(tap.Index, 0, inputs - 1), tap.Weight));

            double Before(double at) => scale is { } s ? at / s : at * inputs / outputs; // in this order exact where it can be
        }));

    private static IEnumerable<(int Index, double Weight)> Taps(double x, ResizeMode mode)
    {
        var floor = (int)Math.Floor(x);
        var t = x - floor;
        return mode == ResizeMode.Linear
            ? [(floor, 1 - t), (floor + 1, t)]
            : [(floor - 1, Cubic(t + 1)), (floor, Cubic(t)), (floor + 1, Cubic(1 - t)), (floor + 2, Cubic(2 - t))];
    }

    private static int Nearest(float x, ResizeRounding rounding) => (int)(rounding switch
    {
        ResizeRounding.Floor => Math.Floor((double)x),
        ResizeRounding.Ceil => Math.Ceiling((double)x),
        ResizeRounding.RoundPreferFloor => Math.Ceiling(x - 0.5),
        _ => Math.Floor(x + 0.5),
    });

    /// <summary>
    /// (a + 2) t³ − (a + 3) t² + 1 up to 1, a t³ − 5a t² + 8a t − 4a up to 2 (Keys, 1981, "Cubic convolution interpolation").
    /// </summary>
    private static double Cubic(double t) => t <= 1
        ? ((((CubicCoefficient + 2) * t) - (CubicCoefficient + 3)) * t * t) + 1
        : (((((CubicCoefficient * t) - (5 * CubicCoefficient)) * t) + (8 * CubicCoefficient)) * t) - (4 * CubicCoefficient);
}
