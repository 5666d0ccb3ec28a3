using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static OnnxTrain.Kernels.FusedMultiplyAdd;

namespace OnnxTrain.Kernels;

/// <summary>A register tile of 12 rows and one 512-bit vector, for products too narrow for two.</summary>
internal readonly unsafe struct MicroKernel512Narrow<T> : IMicroKernel<T>
    where T : unmanaged
{
    public static int Rows => 12;

    public static int LowRows => 4;

    public static int Columns => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply(Rows<T> a, Rows<T> b, Rows<T> c, int depth, Finish<T> finish)
    {
        Vector512<T> c0a = default, c1a = default, c2a = default;
        Vector512<T> c3a = default, c4a = default, c5a = default;
        Vector512<T> c6a = default, c7a = default, c8a = default;
        Vector512<T> c9a = default, c10a = default, c11a = default;
        T* left = a.First, right = b.First;
        nint leftStride = a.Stride, rightStride = b.Stride;
        Prefetch.Tile(c, Rows);
        for (var p = 0; p < depth; p++, left += leftStride, right += rightStride)
        {
            var b0 = Vector512.Load(right);
            c0a = Fused(Vector512.Create(left[0]), b0, c0a);
            c1a = Fused(Vector512.Create(left[1]), b0, c1a);
            c2a = Fused(Vector512.Create(left[2]), b0, c2a);
            c3a = Fused(Vector512.Create(left[3]), b0, c3a);
            c4a = Fused(Vector512.Create(left[4]), b0, c4a);
            c5a = Fused(Vector512.Create(left[5]), b0, c5a);
            c6a = Fused(Vector512.Create(left[6]), b0, c6a);
            c7a = Fused(Vector512.Create(left[7]), b0, c7a);
            c8a = Fused(Vector512.Create(left[8]), b0, c8a);
            c9a = Fused(Vector512.Create(left[9]), b0, c9a);
            c10a = Fused(Vector512.Create(left[10]), b0, c10a);
            c11a = Fused(Vector512.Create(left[11]), b0, c11a);
        }

        Store(c, finish, 0, c0a);
        Store(c, finish, 1, c1a);
        Store(c, finish, 2, c2a);
        Store(c, finish, 3, c3a);
        Store(c, finish, 4, c4a);
        Store(c, finish, 5, c5a);
        Store(c, finish, 6, c6a);
        Store(c, finish, 7, c7a);
        Store(c, finish, 8, c8a);
        Store(c, finish, 9, c9a);
        Store(c, finish, 10, c10a);
        Store(c, finish, 11, c11a);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MultiplyLow(Rows<T> a, Rows<T> b, Rows<T> c, int depth, Finish<T> finish)
    {
        Vector512<T> c0a = default, c1a = default, c2a = default;
        Vector512<T> c3a = default;
        T* left = a.First, right = b.First;
        nint leftStride = a.Stride, rightStride = b.Stride;
        for (var p = 0; p < depth; p++, left += leftStride, right += rightStride)
        {
            var b0 = Vector512.Load(right);
            c0a = Fused(Vector512.Create(left[0]), b0, c0a);
            c1a = Fused(Vector512.Create(left[1]), b0, c1a);
            c2a = Fused(Vector512.Create(left[2]), b0, c2a);
            c3a = Fused(Vector512.Create(left[3]), b0, c3a);
        }

        Store(c, finish, 0, c0a);
        Store(c, finish, 1, c1a);
        Store(c, finish, 2, c2a);
        Store(c, finish, 3, c3a);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Rows<T> c, Finish<T> finish, int row, Vector512<T> sums)
    {
        if (finish.Adds) sums += Vector512.Load(finish.Addend.At(row, 0).First);
        if (finish.HasBias) sums += Vector512.Create(finish.Bias[row]);
        if (finish.FusesRelu) sums = Vector512.Max(sums, Vector512<T>.Zero);
        sums.Store(c.At(row, 0).First);
    }
}
