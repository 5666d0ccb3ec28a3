using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static OnnxTrain.Kernels.FusedMultiplyAdd;

namespace OnnxTrain.Kernels;

/// <summary>
/// A register tile of 6 rows and two 256-bit vectors: 12 accumulators, two vectors of B and one of A fill 15 of 16 registers.
/// </summary>
internal readonly unsafe struct MicroKernel256<T> : IMicroKernel<T>
    where T : unmanaged
{
    public static int Rows => 6;

    public static int LowRows => 3;

    public static int Columns => 2 * Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply(Rows<T> a, Rows<T> b, Rows<T> c, int depth, Finish<T> finish)
    {
        Vector256<T> c0a = default, c0b = default, c1a = default, c1b = default, c2a = default, c2b = default;
        Vector256<T> c3a = default, c3b = default, c4a = default, c4b = default, c5a = default, c5b = default;
        T* left = a.First, right = b.First;
        nint leftStride = a.Stride, rightStride = b.Stride;
        Prefetch.Tile(c, Rows);
        for (var p = 0; p < depth; p++, left += leftStride, right += rightStride)
        {
            var (b0, b1) = (Vector256.Load(right), Vector256.Load(right + Vector256<T>.Count));
            var x = Vector256.Create(left[0]);
            c0a = Fused(x, b0, c0a);
            c0b = Fused(x, b1, c0b);
            x = Vector256.Create(left[1]);
            c1a = Fused(x, b0, c1a);
            c1b = Fused(x, b1, c1b);
            x = Vector256.Create(left[2]);
            c2a = Fused(x, b0, c2a);
            c2b = Fused(x, b1, c2b);
            x = Vector256.Create(left[3]);
            c3a = Fused(x, b0, c3a);
            c3b = Fused(x, b1, c3b);
            x = Vector256.Create(left[4]);
            c4a = Fused(x, b0, c4a);
            c4b = Fused(x, b1, c4b);
            x = Vector256.Create(left[5]);
            c5a = Fused(x, b0, c5a);
            c5b = Fused(x, b1, c5b);
        }

        Store(c, finish, 0, c0a, c0b);
        Store(c, finish, 1, c1a, c1b);
        Store(c, finish, 2, c2a, c2b);
        Store(c, finish, 3, c3a, c3b);
        Store(c, finish, 4, c4a, c4b);
        Store(c, finish, 5, c5a, c5b);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MultiplyLow(Rows<T> a, Rows<T> b, Rows<T> c, int depth, Finish<T> finish)
    {
        Vector256<T> c0a = default, c0b = default, c1a = default, c1b = default, c2a = default, c2b = default;
        T* left = a.First, right = b.First;
        nint leftStride = a.Stride, rightStride = b.Stride;
        for (var p = 0; p < depth; p++, left += leftStride, right += rightStride)
        {
            var (b0, b1) = (Vector256.Load(right), Vector256.Load(right + Vector256<T>.Count));
            var x = Vector256.Create(left[0]);
            c0a = Fused(x, b0, c0a);
            c0b = Fused(x, b1, c0b);
            x = Vector256.Create(left[1]);
            c1a = Fused(x, b0, c1a);
            c1b = Fused(x, b1, c1b);
            x = Vector256.Create(left[2]);
            c2a = Fused(x, b0, c2a);
            c2b = Fused(x, b1, c2b);
        }

        Store(c, finish, 0, c0a, c0b);
        Store(c, finish, 1, c1a, c1b);
        Store(c, finish, 2, c2a, c2b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Rows<T> c, Finish<T> finish, int row, Vector256<T> left, Vector256<T> right)
    {
        if (finish.Adds)
        {
            var addend = finish.Addend.At(row, 0).First;
            (left, right) = (left + Vector256.Load(addend), right + Vector256.Load(addend + Vector256<T>.Count));
        }

        if (finish.HasBias)
        {
            var bias = Vector256.Create(finish.Bias[row]);
            (left, right) = (left + bias, right + bias);
        }

        if (finish.FusesRelu) (left, right) = (Vector256.Max(left, Vector256<T>.Zero), Vector256.Max(right, Vector256<T>.Zero));
        var to = c.At(row, 0).First;
        left.Store(to);
        right.Store(to + Vector256<T>.Count);
    }
}
