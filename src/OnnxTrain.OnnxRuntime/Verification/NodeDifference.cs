using System.Globalization;
using System.Numerics;

namespace OnnxTrain;

/// <summary>How a value in ONNX Runtime differs from the model's.</summary>
/// <param name="IsDifferent">Whether by more than the tolerance.</param>
/// <param name="Absolute">The largest |native − ONNX|.</param>
/// <param name="Relative">The same in parts of the largest |element|.</param>
/// <param name="Remark">Which elements differ, in words.</param>
internal readonly record struct NodeDifference(bool IsDifferent, double Absolute, double Relative, string Remark)
{
    /// <summary>How many elements are NaN or infinite in both.</summary>
    public int NotFinite { get; init; }

    public static NodeDifference Of(TensorData native, TensorData onnx, VerificationOptions options)
    {
        if (native.Type != onnx.Type)
            return new(true, double.PositiveInfinity, double.PositiveInfinity, $"ONNX Runtime yields {onnx.Type}, the model {native.Type}");
        return native.Type.ElementType.IsFloat()
            ? native.Type.ElementType.VisitFloat<Numbers, NodeDifference>(new(native, onnx, options.Tolerance(native.Type.ElementType)))
            : native.Type.ElementType.VisitElement<Exact, NodeDifference>(new(native, onnx));
    }

    private static NodeDifference OfNumbers<T>(ReadOnlySpan<T> native, ReadOnlySpan<T> onnx, (double Absolute, double Relative) tolerance)
        where T : IFloatingPointIeee754<T>
    {
        var (scale, larger) = (Largest(native), Math.Max(Largest(native), Largest(onnx)));
        var (absolute, excess, count, worst) = (0.0, 0.0, 0, -1);
        var notFinite = 0;
        for (var i = 0; i < native.Length; i++)
        {
            var a = double.CreateChecked(native[i]);
            var difference = FloatDistance.Absolute(a, double.CreateChecked(onnx[i]));
            if (difference == 0)
            {
                if (!double.IsFinite(a)) notFinite++;
                continue;
            }

            absolute = Math.Max(absolute, difference);
            var allowed = (tolerance.Absolute * Math.Max(1, scale)) + (double.IsFinite(a) ? tolerance.Relative * Math.Abs(a) : 0);
            if (difference > allowed) count++;
            if (difference - allowed <= excess && worst >= 0) continue;
            (excess, worst) = (difference - allowed, i);
        }

        var relative = absolute == 0 || !double.IsFinite(absolute) ? absolute : absolute / larger;
        return new(count > 0, absolute, relative, count == 0 ? "" : Text(count, native, onnx, worst, "worst")) { NotFinite = notFinite };
    }

    private static NodeDifference OfExact<T>(ReadOnlySpan<T> native, ReadOnlySpan<T> onnx)
    {
        var (count, first) = (0, -1);
        for (var i = 0; i < native.Length; i++)
        {
            if (EqualityComparer<T>.Default.Equals(native[i], onnx[i])) continue;
            if (count++ == 0) first = i;
        }

        // How far apart labels or truths are is no number.
        return count == 0
            ? default(NodeDifference) with
            {
                Remark = "",
            }
            : new(true, double.PositiveInfinity, double.PositiveInfinity, Text(count, native, onnx, first, "first"));
    }

    private static double Largest<T>(ReadOnlySpan<T> numbers)
        where T : IFloatingPointIeee754<T>
    {
        var largest = 0.0;
        foreach (var number in numbers)
        {
            if (T.IsFinite(number)) largest = Math.Max(largest, Math.Abs(double.CreateChecked(number)));
        }

        return largest;
    }

    private static string Text<T>(int count, ReadOnlySpan<T> native, ReadOnlySpan<T> onnx, int at, string which) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count} of {native.Length} elements differ, the {which} is element {at}: native {native[at]}, ONNX Runtime {onnx[at]}");

    private readonly struct Numbers(TensorData native, TensorData onnx, (double Absolute, double Relative) tolerance)
        : IFloatVisitor<NodeDifference>
    {
        public NodeDifference Visit<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => OfNumbers(native.As<T>(), onnx.As<T>(), tolerance);
    }

    private readonly struct Exact(TensorData native, TensorData onnx) : IElementVisitor<NodeDifference>
    {
        public NodeDifference Visit<T>() => OfExact(native.As<T>(), onnx.As<T>());
    }
}
