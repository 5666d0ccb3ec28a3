using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>A register tile of 6 rows and two 256-bit vectors: 12 accumulators, two vectors of B and one of A fill 15 of 16 registers.</summary>
internal readonly unsafe struct MicroKernel256<T> : IMicroKernel<T>
    where T : unmanaged
{
    public static int Rows => 6;

    public static int Columns => 2 * Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(T* a, T* b, T* c, int stride, int depth, bool accumulate)
    {
        Vector256<T> c0a = default, c0b = default, c1a = default, c1b = default, c2a = default, c2b = default;
        Vector256<T> c3a = default, c3b = default, c4a = default, c4b = default, c5a = default, c5b = default;
        for (var p = 0; p < depth; p++, a += 6, b += 2 * Vector256<T>.Count)
        {
            var (b0, b1) = (Vector256.Load(b), Vector256.Load(b + Vector256<T>.Count));
            var x = Vector256.Create(a[0]);
            (c0a, c0b) = (Fused(x, b0, c0a), Fused(x, b1, c0b));
            x = Vector256.Create(a[1]);
            (c1a, c1b) = (Fused(x, b0, c1a), Fused(x, b1, c1b));
            x = Vector256.Create(a[2]);
            (c2a, c2b) = (Fused(x, b0, c2a), Fused(x, b1, c2b));
            x = Vector256.Create(a[3]);
            (c3a, c3b) = (Fused(x, b0, c3a), Fused(x, b1, c3b));
            x = Vector256.Create(a[4]);
            (c4a, c4b) = (Fused(x, b0, c4a), Fused(x, b1, c4b));
            x = Vector256.Create(a[5]);
            (c5a, c5b) = (Fused(x, b0, c5a), Fused(x, b1, c5b));
        }

        Store(c, c0a, c0b, accumulate);
        Store(c + stride, c1a, c1b, accumulate);
        Store(c + (2 * stride), c2a, c2b, accumulate);
        Store(c + (3 * stride), c3a, c3b, accumulate);
        Store(c + (4 * stride), c4a, c4b, accumulate);
        Store(c + (5 * stride), c5a, c5b, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* c, Vector256<T> left, Vector256<T> right, bool accumulate)
    {
        if (accumulate) (left, right) = (left + Vector256.Load(c), right + Vector256.Load(c + Vector256<T>.Count));
        left.Store(c);
        right.Store(c + Vector256<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Fused(Vector256<T> x, Vector256<T> y, Vector256<T> sum) => typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector256.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>();
}
