using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>Exponentials, logarithms and related functions, with the same bits on every processor; y may be x.</summary>
internal static unsafe class Elementary
{
    // A rest this short costs less number by number than through a buffer of a vector's size.
    private const int MostSingly = 2;

    public static void Exp<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<T, ExpFunction>(x, y);

    public static void Log<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<T, LogFunction>(x, y);

    public static void Tanh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<T, TanhFunction>(x, y);

    public static void Sigmoid<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<T, SigmoidFunction>(x, y);

    public static void Sin<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<T, SinFunction>(x, y);

    public static void Cos<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<T, CosFunction>(x, y);

    public static void Tan<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<T, TanFunction>(x, y);

    public static void Sinh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<T, SinhFunction>(x, y);

    public static void Cosh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<T, CoshFunction>(x, y);

    public static void Log2<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<T, Log2Function>(x, y);

    public static void Log10<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<T, Log10Function>(x, y);

    /// <summary>x · Φ(x), of float32.</summary>
    public static void Gelu<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Map<T, GeluFunction>(x, y);

    /// <summary>The derivative of x · Φ(x), of float32, times g.</summary>
    public static void GeluGradient<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> g, Span<T> y)
        where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) MapTimes<T, GeluSlopeFunction, SimdVector512<T>>(x, g, y);
        else MapTimes<T, GeluSlopeFunction, SimdVector<T>>(x, g, y);
    }

    public static T Exp<T>(T x)
        where T : unmanaged => One<T, ExpFunction>(x);

    public static T Log<T>(T x)
        where T : unmanaged => One<T, LogFunction>(x);

    public static T Cos<T>(T x)
        where T : unmanaged => One<T, CosFunction>(x);

    /// <summary>y = f(x) · g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapTimes<T, TFunction, TVector>(ReadOnlySpan<T> x, ReadOnlySpan<T> g, Span<T> y)
        where T : unmanaged
        where TFunction : IElementary
        where TVector : struct, ISimdVector<TVector>
    {
        var i = 0;
        fixed (T* from = x, by = g, to = y)
        {
            for (; i + TVector.Count <= x.Length; i += TVector.Count)
                (TFunction.Of(TVector.Load(from + i)) * TVector.Load(by + i)).Store(to + i);
        }

        if (i == x.Length) return;
        T* rest = stackalloc T[TVector.Count], factors = stackalloc T[TVector.Count];
        x[i..].CopyTo(new(rest, TVector.Count));
        g[i..].CopyTo(new(factors, TVector.Count));
        (TFunction.Of(TVector.Load(rest)) * TVector.Load(factors)).Store(rest);
        new ReadOnlySpan<T>(rest, x.Length - i).CopyTo(y[i..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T One<T, TFunction>(T x)
        where T : unmanaged
        where TFunction : IElementary =>
        // Copied to all elements of a vector in a register, a number needs no buffer to be loaded from.
        TFunction.Of(SimdVector<T>.OfEqual(x)).First;

    private static void Map<T, TFunction>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
        where TFunction : IElementary
    {
        if (Vector512.IsHardwareAccelerated) Map<T, TFunction, SimdVector512<T>>(x, y);
        else Map<T, TFunction, SimdVector<T>>(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<T, TFunction, TVector>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
        where TFunction : IElementary
        where TVector : struct, ISimdVector<TVector>
    {
        var i = 0;
        fixed (T* from = x, to = y)
        {
            for (; i + TVector.Count <= x.Length; i += TVector.Count) TFunction.Of(TVector.Load(from + i)).Store(to + i);
        }

        if (i == x.Length) return;
        if (x.Length - i <= MostSingly)
        {
            for (; i < x.Length; i++) y[i] = One<T, TFunction>(x[i]);
            return;
        }

        var rest = stackalloc T[TVector.Count];
        x[i..].CopyTo(new(rest, TVector.Count));
        TFunction.Of(TVector.Load(rest)).Store(rest);
        new ReadOnlySpan<T>(rest, x.Length - i).CopyTo(y[i..]);
    }
}
