using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// Powers e^(b · ln a), computed in float64, with the same bits on every processor. Of float64 a whole exponent up to 65,536 is multiplied
/// out, and an exponent of ½ or −½ is a square root. y may be a or b.
/// </summary>
internal static class ElementaryPower
{
    private const int MostMultiplied = 1 << 16;

    public static void Pow<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumberBase<T>
    {
        for (var i = 0; i < y.Length; i++) y[i] = Of(a[i], b[i]);
    }

    public static void Pow<T>(ReadOnlySpan<T> a, T b, Span<T> y)
        where T : unmanaged, INumberBase<T>
    {
        Span<double> bases = stackalloc double[Tiles.Size];
        for (var from = 0; from < a.Length; from += Tiles.Size)
        {
            var count = Math.Min(Tiles.Size, a.Length - from);
            var tile = a.Slice(from, count);
            var to = y.Slice(from, count);
            if (typeof(T) == typeof(float) && ArePositive(tile, bases) && T.IsFinite(b) && !T.IsZero(b))
            {
                var some = bases[..count];
                var exponent = double.CreateTruncating(b);
                Elementary.Log<double>(some, some);
                foreach (ref var x in some) x *= exponent;
                Elementary.Exp<double>(some, some);
                for (var i = 0; i < count; i++) to[i] = T.CreateTruncating(some[i]);
            }
            else
            {
                for (var i = 0; i < count; i++) to[i] = Of(tile[i], b);
            }
        }
    }

    public static void Pow<T>(T a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumberBase<T>
    {
        for (var i = 0; i < y.Length; i++) y[i] = Of(a, b[i]);
    }

    private static bool ArePositive<T>(ReadOnlySpan<T> x, Span<double> wide)
        where T : unmanaged, INumberBase<T>
    {
        var arePositive = true;
        for (var i = 0; i < x.Length; i++)
        {
            wide[i] = double.CreateTruncating(x[i]);
            arePositive &= wide[i] > 0 && wide[i] < double.PositiveInfinity;
        }

        return arePositive;
    }

    private static T Of<T>(T a, T b)
        where T : unmanaged, INumberBase<T> =>
        T.CreateTruncating(Of(double.CreateTruncating(a), double.CreateTruncating(b), typeof(T) == typeof(double)));

    private static double Of(double a, double b, bool multiplies)
    {
        if (b == 0 || a == 1) return 1;
        if (double.IsNaN(a) || double.IsNaN(b)) return double.NaN;
        var isWhole = b == Math.Floor(b);
        if (multiplies && isWhole && Math.Abs(b) <= MostMultiplied) return b > 0 ? Multiplied(a, (int)b) : 1 / Multiplied(a, (int)-b);
        if (a > 0) return Positive(a, b);
        var size = a == 0 && double.IsFinite(b) ? (b > 0 ? 0 : double.PositiveInfinity) : Positive(-a, b);
        if (isWhole) return Math.Abs(b % 2) == 1 ? CopySigned(size, a) : size;
        return a == 0 || double.IsNegativeInfinity(a) ? size : double.NaN;
    }

    private static double CopySigned(double size, double sign) => double.IsNegative(sign) ? -size : size;

    private static double Positive(double a, double b) => a == 1 ? 1
        : b == 0.5 ? Math.Sqrt(a)
        : b == -0.5 ? 1 / Math.Sqrt(a)
        : Elementary.Exp(b * Elementary.Log(a));

    private static double Multiplied(double a, int times)
    {
        var product = 1.0;
        for (; times > 0; times >>= 1, a *= a)
        {
            if ((times & 1) != 0) product *= a;
        }

        return product;
    }
}
