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

    /// <summary>The number of steps from one float32 to the next that lead from <paramref name="a"/> to <paramref name="b"/>.</summary>
    public static double Ulps(float a, float b) => double.IsPositiveInfinity(Absolute(a, b))
        ? double.PositiveInfinity
        : float.IsNaN(a) ? 0 : Math.Abs((long)Ordinal(BitConverter.SingleToInt32Bits(a)) - Ordinal(BitConverter.SingleToInt32Bits(b)));

    /// <summary>The number of steps from one float64 to the next that lead from <paramref name="a"/> to <paramref name="b"/>.</summary>
    public static double Ulps(double a, double b) => double.IsPositiveInfinity(Absolute(a, b))
        ? double.PositiveInfinity
        : double.IsNaN(a) ? 0 : Math.Abs((double)((Int128)Ordinal(BitConverter.DoubleToInt64Bits(a)) - Ordinal(BitConverter.DoubleToInt64Bits(b))));

    // Bit patterns of negative numbers grow downwards; turned around, neighbours are 1 apart and −0 is 0.
    private static int Ordinal(int bits) => bits >= 0 ? bits : int.MinValue - bits;

    private static long Ordinal(long bits) => bits >= 0 ? bits : long.MinValue - bits;
}
