using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OnnxTrain.Kernels;

/// <summary>Exponentials, logarithms and their kin with the same bits on every processor; y may be x.</summary>
internal static unsafe class Elementary
{
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

    public static T Exp<T>(T x)
        where T : unmanaged => One<T, ExpFunction>(x);

    public static T Log<T>(T x)
        where T : unmanaged => One<T, LogFunction>(x);

    public static T Cos<T>(T x)
        where T : unmanaged => One<T, CosFunction>(x);

    /// <summary>A function of float32 computed in float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> InFloat64<TFunction>(Vector<float> x)
        where TFunction : IElementary
    {
        Vector.Widen(x, out var low, out var high);
        return Vector.Narrow(TFunction.Of(low), TFunction.Of(high));
    }

    private static T One<T, TFunction>(T x)
        where T : unmanaged
        where TFunction : IElementary
    {
        Map<T, TFunction>(new ReadOnlySpan<T>(in x), new Span<T>(ref x));
        return x;
    }

    private static void Map<T, TFunction>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
        where TFunction : IElementary
    {
        fixed (T* from = x, to = y)
        {
            if (typeof(T) == typeof(float)) Floats<TFunction>((float*)from, (float*)to, x.Length);
            else Doubles<TFunction>((double*)from, (double*)to, x.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Floats<TFunction>(float* x, float* y, int count)
        where TFunction : IElementary
    {
        var width = Vector<float>.Count;
        var i = 0;
        for (; i + width <= count; i += width) TFunction.Of(Vector.Load(x + i)).Store(y + i);
        if (i == count) return;
        Vector<float> rest = default;
        new ReadOnlySpan<float>(x + i, count - i).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<Vector<float>, float>(ref rest), width));
        rest = TFunction.Of(rest);
        MemoryMarshal.CreateSpan(ref Unsafe.As<Vector<float>, float>(ref rest), count - i).CopyTo(new(y + i, count - i));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Doubles<TFunction>(double* x, double* y, int count)
        where TFunction : IElementary
    {
        var width = Vector<double>.Count;
        var i = 0;
        for (; i + width <= count; i += width) TFunction.Of(Vector.Load(x + i)).Store(y + i);
        if (i == count) return;
        Vector<double> rest = default;
        new ReadOnlySpan<double>(x + i, count - i).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<Vector<double>, double>(ref rest), width));
        rest = TFunction.Of(rest);
        MemoryMarshal.CreateSpan(ref Unsafe.As<Vector<double>, double>(ref rest), count - i).CopyTo(new(y + i, count - i));
    }
}
