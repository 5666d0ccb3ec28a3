using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// Quotients and remainders of int32 and int64. The smallest number divided by −1 wraps around instead of throwing an exception.
/// </summary>
internal static class WholeNumbers
{
    public static bool Are<T>() => typeof(T) == typeof(int) || typeof(T) == typeof(long);

    /// <summary>The remainder of a / b, truncated toward zero, with the sign of a.</summary>
    public static T Rest<T>(T a, T b)
        where T : unmanaged, INumber<T> =>
        T.IsZero(b) ? throw Zero() : b == -T.One ? T.Zero : a % b;

    private static DivideByZeroException Zero() =>
        new("An integer is divided by 0 (Div, FMod or Remainder). Use Where(b.EqualTo(0), 1, b) to avoid it.");

    /// <summary>a / b, truncated toward zero.</summary>
    public readonly struct Quotient<T> : IBinaryFunction<T>
        where T : unmanaged, INumber<T>
    {
        public static T Of(T a, T b) => T.IsZero(b) ? throw Zero() : b == -T.One ? T.Zero - a : a / b;
    }
}
