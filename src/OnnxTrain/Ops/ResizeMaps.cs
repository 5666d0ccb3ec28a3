using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>Resizing along one axis as a linear map, by the formulas of ONNX's Resize.</summary>
internal static class ResizeMaps
{
    /// <summary>a of the cubic convolution, PyTorch's and ONNX's.</summary>
    private const double CubicCoefficient = -0.75;

    /// <param name="inputs">n, the length before.</param>
    /// <param name="outputs">m, the length after.</param>
    /// <param name="scale">s; null for m / n.</param>
    /// <param name="mode">How an element is made of its neighbours.</param>
    /// <param name="coordinates">Where an index lies.</param>
    /// <param name="rounding">Which element is the nearest.</param>
    public static AxisMap Of(int inputs, int outputs, double? scale, ResizeMode mode, ResizeCoordinates coordinates, ResizeRounding rounding) =>
        new(inputs, Enumerable.Range(0, outputs).Select(i =>
        {
            var x = coordinates switch
            {
                ResizeCoordinates.Asymmetric => Before(i),
                ResizeCoordinates.AlignCorners => outputs == 1 ? 0 : i * (inputs - 1.0) / (outputs - 1),
                ResizeCoordinates.PytorchHalfPixel when outputs == 1 => 0,
                _ => Before(i + 0.5) - 0.5,
            };
            return Taps(x, mode, rounding).Select(tap => (Math.Clamp(tap.Index, 0, inputs - 1), tap.Weight));

            double Before(double at) => scale is { } s ? at / s : at * inputs / outputs; // in this order exact where it can be
        }));

    private static IEnumerable<(int Index, double Weight)> Taps(double x, ResizeMode mode, ResizeRounding rounding)
    {
        var floor = (int)Math.Floor(x);
        var t = x - floor;
        return mode switch
        {
            ResizeMode.Nearest => [(Nearest(x, rounding), 1)],
            ResizeMode.Linear => [(floor, 1 - t), (floor + 1, t)],
            _ => [(floor - 1, Cubic(t + 1)), (floor, Cubic(t)), (floor + 1, Cubic(1 - t)), (floor + 2, Cubic(2 - t))],
        };
    }

    private static int Nearest(double x, ResizeRounding rounding) => (int)(rounding switch
    {
        ResizeRounding.Floor => Math.Floor(x),
        ResizeRounding.Ceil => Math.Ceiling(x),
        ResizeRounding.RoundPreferFloor => Math.Ceiling(x - 0.5),
        _ => Math.Floor(x + 0.5),
    });

    /// <summary>(a + 2) t³ − (a + 3) t² + 1 up to 1, a t³ − 5a t² + 8a t − 4a up to 2 (Keys, 1981, "Cubic convolution interpolation").</summary>
    private static double Cubic(double t) => t <= 1
        ? ((((CubicCoefficient + 2) * t) - (CubicCoefficient + 3)) * t * t) + 1
        : (((((CubicCoefficient * t) - (5 * CubicCoefficient)) * t) + (8 * CubicCoefficient)) * t) - (4 * CubicCoefficient);
}
