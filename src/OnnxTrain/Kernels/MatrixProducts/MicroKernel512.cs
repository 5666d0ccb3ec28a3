using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static OnnxTrain.Kernels.FusedMultiplyAdd;

namespace OnnxTrain.Kernels;

/// <summary>
/// A register tile of 12 rows and two 512-bit vectors: 24 accumulators, two vectors of B and one of A fill 27 of 32 registers.
/// </summary>
internal readonly unsafe struct MicroKernel512<T> : IMicroKernel<T>
    where T : unmanaged
{
    public static int Rows => 12;

    public static int LowRows => 4;

    public static int Columns => 2 * Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply(Rows<T> a, Rows<T> b, Rows<T> c, int depth, Finish<T> finish)
    {
        Vector512<T> c0a = default, c0b = default, c1a = default, c1b = default, c2a = default, c2b = default;
        Vector512<T> c3a = default, c3b = default, c4a = default, c4b = default, c5a = default, c5b = default;
        Vector512<T> c6a = default, c6b = default, c7a = default, c7b = default, c8a = default, c8b = default;
        Vector512<T> c9a = default, c9b = default, c10a = default, c10b = default, c11a = default, c11b = default;
        T* left = a.First, right = b.First;
        nint leftStride = a.Stride, rightStride = b.Stride;
        Prefetch.Tile(c, Rows);
        for (var p = 0; p < depth; p++, left += leftStride, right += rightStride)
        {
            var (b0, b1) = (Vector512.Load(right), Vector512.Load(right + Vector512<T>.Count));
            var x = Vector512.Create(left[0]);
            c0a = Fused(x, b0, c0a);
            c0b = Fused(x, b1, c0b);
            x = Vector512.Create(left[1]);
            c1a = Fused(x, b0, c1a);
            c1b = Fused(x, b1, c1b);
            x = Vector512.Create(left[2]);
            c2a = Fused(x, b0, c2a);
            c2b = Fused(x, b1, c2b);
            x = Vector512.Create(left[3]);
            c3a = Fused(x, b0, c3a);
            c3b = Fused(x, b1, c3b);
            x = Vector512.Create(left[4]);
            c4a = Fused(x, b0, c4a);
            c4b = Fused(x, b1, c4b);
            x = Vector512.Create(left[5]);
            c5a = Fused(x, b0, c5a);
            c5b = Fused(x, b1, c5b);
            x = Vector512.Create(left[6]);
            c6a = Fused(x, b0, c6a);
            c6b = Fused(x, b1, c6b);
            x = Vector512.Create(left[7]);
            c7a = Fused(x, b0, c7a);
            c7b = Fused(x, b1, c7b);
            x = Vector512.Create(left[8]);
            c8a = Fused(x, b0, c8a);
            c8b = Fused(x, b1, c8b);
            x = Vector512.Create(left[9]);
            c9a = Fused(x, b0, c9a);
            c9b = Fused(x, b1, c9b);
            x = Vector512.Create(left[10]);
            c10a = Fused(x, b0, c10a);
            c10b = Fused(x, b1, c10b);
            x = Vector512.Create(left[11]);
            c11a = Fused(x, b0, c11a);
            c11b = Fused(x, b1, c11b);
        }

        Store(c, finish, 0, c0a, c0b);
        Store(c, finish, 1, c1a, c1b);
        Store(c, finish, 2, c2a, c2b);
        Store(c, finish, 3, c3a, c3b);
        Store(c, finish, 4, c4a, c4b);
        Store(c, finish, 5, c5a, c5b);
        Store(c, finish, 6, c6a, c6b);
        Store(c, finish, 7, c7a, c7b);
        Store(c, finish, 8, c8a, c8b);
        Store(c, finish, 9, c9a, c9b);
        Store(c, finish, 10, c10a, c10b);
        Store(c, finish, 11, c11a, c11b);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MultiplyLow(Rows<T> a, Rows<T> b, Rows<T> c, int depth, Finish<T> finish)
    {
        Vector512<T> c0a = default, c0b = default, c1a = default, c1b = default, c2a = default, c2b = default;
        Vector512<T> c3a = default, c3b = default;
        T* left = a.First, right = b.First;
        nint leftStride = a.Stride, rightStride = b.Stride;
        for (var p = 0; p < depth; p++, left += leftStride, right += rightStride)
        {
            var (b0, b1) = (Vector512.Load(right), Vector512.Load(right + Vector512<T>.Count));
            var x = Vector512.Create(left[0]);
            c0a = Fused(x, b0, c0a);
            c0b = Fused(x, b1, c0b);
            x = Vector512.Create(left[1]);
            c1a = Fused(x, b0, c1a);
            c1b = Fused(x, b1, c1b);
            x = Vector512.Create(left[2]);
            c2a = Fused(x, b0, c2a);
            c2b = Fused(x, b1, c2b);
            x = Vector512.Create(left[3]);
            c3a = Fused(x, b0, c3a);
            c3b = Fused(x, b1, c3b);
        }

        Store(c, finish, 0, c0a, c0b);
        Store(c, finish, 1, c1a, c1b);
        Store(c, finish, 2, c2a, c2b);
        Store(c, finish, 3, c3a, c3b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Rows<T> c, Finish<T> finish, int row, Vector512<T> left, Vector512<T> right)
    {
        if (finish.Adds)
        {
            var addend = finish.Addend.At(row, 0).First;
            (left, right) = (left + Vector512.Load(addend), right + Vector512.Load(addend + Vector512<T>.Count));
        }

        if (finish.HasBias)
        {
            var bias = Vector512.Create(finish.Bias[row]);
            (left, right) = (left + bias, right + bias);
        }

        if (finish.FusesRelu) (left, right) = (Vector512.Max(left, Vector512<T>.Zero), Vector512.Max(right, Vector512<T>.Zero));
        var to = c.At(row, 0).First;
        left.Store(to);
        right.Store(to + Vector512<T>.Count);
    }
}
