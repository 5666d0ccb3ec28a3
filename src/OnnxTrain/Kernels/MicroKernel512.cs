using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>A register tile of 12 rows and two 512-bit vectors: 24 accumulators, two vectors of B and one of A fill 27 of 32 registers.</summary>
internal readonly unsafe struct MicroKernel512<T> : IMicroKernel<T>
    where T : unmanaged
{
    public static int Rows => 12;

    public static int Columns => 2 * Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(T* a, T* b, T* c, int stride, int depth, bool accumulate)
    {
        Vector512<T> c0a = default, c0b = default, c1a = default, c1b = default, c2a = default, c2b = default;
        Vector512<T> c3a = default, c3b = default, c4a = default, c4b = default, c5a = default, c5b = default;
        Vector512<T> c6a = default, c6b = default, c7a = default, c7b = default, c8a = default, c8b = default;
        Vector512<T> c9a = default, c9b = default, c10a = default, c10b = default, c11a = default, c11b = default;
        for (var p = 0; p < depth; p++, a += 12, b += 2 * Vector512<T>.Count)
        {
            var (b0, b1) = (Vector512.Load(b), Vector512.Load(b + Vector512<T>.Count));
            var x = Vector512.Create(a[0]);
            (c0a, c0b) = (Fused(x, b0, c0a), Fused(x, b1, c0b));
            x = Vector512.Create(a[1]);
            (c1a, c1b) = (Fused(x, b0, c1a), Fused(x, b1, c1b));
            x = Vector512.Create(a[2]);
            (c2a, c2b) = (Fused(x, b0, c2a), Fused(x, b1, c2b));
            x = Vector512.Create(a[3]);
            (c3a, c3b) = (Fused(x, b0, c3a), Fused(x, b1, c3b));
            x = Vector512.Create(a[4]);
            (c4a, c4b) = (Fused(x, b0, c4a), Fused(x, b1, c4b));
            x = Vector512.Create(a[5]);
            (c5a, c5b) = (Fused(x, b0, c5a), Fused(x, b1, c5b));
            x = Vector512.Create(a[6]);
            (c6a, c6b) = (Fused(x, b0, c6a), Fused(x, b1, c6b));
            x = Vector512.Create(a[7]);
            (c7a, c7b) = (Fused(x, b0, c7a), Fused(x, b1, c7b));
            x = Vector512.Create(a[8]);
            (c8a, c8b) = (Fused(x, b0, c8a), Fused(x, b1, c8b));
            x = Vector512.Create(a[9]);
            (c9a, c9b) = (Fused(x, b0, c9a), Fused(x, b1, c9b));
            x = Vector512.Create(a[10]);
            (c10a, c10b) = (Fused(x, b0, c10a), Fused(x, b1, c10b));
            x = Vector512.Create(a[11]);
            (c11a, c11b) = (Fused(x, b0, c11a), Fused(x, b1, c11b));
        }

        Store(c, c0a, c0b, accumulate);
        Store(c + stride, c1a, c1b, accumulate);
        Store(c + (2 * stride), c2a, c2b, accumulate);
        Store(c + (3 * stride), c3a, c3b, accumulate);
        Store(c + (4 * stride), c4a, c4b, accumulate);
        Store(c + (5 * stride), c5a, c5b, accumulate);
        Store(c + (6 * stride), c6a, c6b, accumulate);
        Store(c + (7 * stride), c7a, c7b, accumulate);
        Store(c + (8 * stride), c8a, c8b, accumulate);
        Store(c + (9 * stride), c9a, c9b, accumulate);
        Store(c + (10 * stride), c10a, c10b, accumulate);
        Store(c + (11 * stride), c11a, c11b, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* c, Vector512<T> left, Vector512<T> right, bool accumulate)
    {
        if (accumulate) (left, right) = (left + Vector512.Load(c), right + Vector512.Load(c + Vector512<T>.Count));
        left.Store(c);
        right.Store(c + Vector512<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Fused(Vector512<T> x, Vector512<T> y, Vector512<T> sum) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>();
}
