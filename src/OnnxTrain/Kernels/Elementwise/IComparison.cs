using System.Numerics;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>A comparison of two numbers.</summary>
internal interface IComparison
{
    static abstract bool Holds<T>(T a, T b)
        where T : INumber<T>;

    /// <summary>All bits of an element are set where it is true.</summary>
    static abstract Vector128<T> Holds<T>(Vector128<T> a, Vector128<T> b);
}

/// <summary>a &gt; b.</summary>
internal readonly struct Above : IComparison
{
    public static bool Holds<T>(T a, T b)
        where T : INumber<T> => a > b;

    public static Vector128<T> Holds<T>(Vector128<T> a, Vector128<T> b) => Vector128.GreaterThan(a, b);
}

/// <summary>a &lt; b.</summary>
internal readonly struct Below : IComparison
{
    public static bool Holds<T>(T a, T b)
        where T : INumber<T> => a < b;

    public static Vector128<T> Holds<T>(Vector128<T> a, Vector128<T> b) => Vector128.LessThan(a, b);
}

/// <summary>a ≥ b.</summary>
internal readonly struct AtLeast : IComparison
{
    public static bool Holds<T>(T a, T b)
        where T : INumber<T> => a >= b;

    public static Vector128<T> Holds<T>(Vector128<T> a, Vector128<T> b) => Vector128.GreaterThanOrEqual(a, b);
}

/// <summary>a ≠ b.</summary>
internal readonly struct Different : IComparison
{
    public static bool Holds<T>(T a, T b)
        where T : INumber<T> => a != b;

    public static Vector128<T> Holds<T>(Vector128<T> a, Vector128<T> b) => ~Vector128.Equals(a, b);
}

/// <summary>a = b.</summary>
internal readonly struct Same : IComparison
{
    public static bool Holds<T>(T a, T b)
        where T : INumber<T> => a == b;

    public static Vector128<T> Holds<T>(Vector128<T> a, Vector128<T> b) => Vector128.Equals(a, b);
}
