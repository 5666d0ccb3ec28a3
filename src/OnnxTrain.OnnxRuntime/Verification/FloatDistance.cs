using System.Numerics;

namespace OnnxTrain;

/// <summary>How far apart two floating-point numbers are.</summary>
internal static class FloatDistance
{
    /// <summary>|a − b|; 0 for equal infinities and for two NaN, infinite where only one of them is NaN or infinite.</summary>
    public static double Absolute(double a, double b) =>
        a.Equals(b) || a == b ? 0 : double.IsFinite(a) && double.IsFinite(b) ? Math.Abs(a - b) : double.PositiveInfinity;

    /// <summary>|a − b| / max(|a|, |b|).</summary>
    public static double Relative(double a, double b)
    {
        var absolute = Absolute(a, b);
        return absolute == 0 || double.IsPositiveInfinity(absolute) ? absolute : absolute / Math.Max(Math.Abs(a), Math.Abs(b));
    }

    /// <summary>
    /// The number of steps from one number of the type to the next that lead from <paramref name="a"/> to <paramref name="b"/>.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    public static double Ulps<T>(T a, T b)
        where T : IFloatingPointIeee754<T>
    {
        var absolute = Absolute(double.CreateChecked(a), double.CreateChecked(b));
        return absolute == 0 || double.IsPositiveInfinity(absolute) ? absolute : Math.Abs((double)((Int128)Ordinal(a) - Ordinal(b)));
    }

    // Bit patterns of negative numbers grow downwards; turned around, neighbours are 1 apart and −0 is 0.
    private static long Ordinal<T>(T number)
    {
        var (bits, lowest) = number switch
        {
            float single => (BitConverter.SingleToInt32Bits(single), int.MinValue),
            double wide => (BitConverter.DoubleToInt64Bits(wide), long.MinValue),
            _ => throw new ArgumentException($"{typeof(T).Name} is neither float nor double."),
        };
        return bits < 0 ? lowest - bits : bits;
    }
}
