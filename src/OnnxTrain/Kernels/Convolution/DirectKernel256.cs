using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static OnnxTrain.Kernels.FusedMultiplyAdd;

namespace OnnxTrain.Kernels;

/// <summary>
/// Tiles of up to two outputs and four 256-bit vectors: 8 accumulators, four vectors of the source and one weight fill 13 of 16 registers.
/// </summary>
internal readonly unsafe struct DirectKernel256<T> : IDirectKernel<T>
    where T : unmanaged
{
    public static int Lanes => Vector256<T>.Count;

    public static ReadOnlySpan<int> Heights => [2, 1];

    public static void Multiply(int height, T* weights, int* offsets, int depth, in DirectTile<T> tile, Finish<T> finish)
    {
        switch (height)
        {
            case 2: Multiply2(weights, offsets, depth, tile, finish); return;
            case 1: Multiply1(weights, offsets, depth, tile, finish); return;
            default: throw new ArgumentOutOfRangeException(nameof(height));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply2(T* weights, int* offsets, int depth, in DirectTile<T> tile, Finish<T> finish)
    {
        Vector256<T> c0a = default, c0b = default, c0c = default, c0d = default;
        Vector256<T> c1a = default, c1b = default, c1c = default, c1d = default;
        T* sourceA = tile.SourceA, sourceB = tile.SourceB, sourceC = tile.SourceC, sourceD = tile.SourceD;
        for (var p = 0; p < depth; p++, weights += 2)
        {
            nint at = offsets[p];
            Vector256<T> a = Vector256.Load(sourceA + at),
                b = Vector256.Load(sourceB + at), c = Vector256.Load(sourceC + at), d = Vector256.Load(sourceD + at);
            var x = Vector256.Create(weights[0]);
            c0a = Fused(x, a, c0a);
            c0b = Fused(x, b, c0b);
            c0c = Fused(x, c, c0c);
            c0d = Fused(x, d, c0d);
            x = Vector256.Create(weights[1]);
            c1a = Fused(x, a, c1a);
            c1b = Fused(x, b, c1b);
            c1c = Fused(x, c, c1c);
            c1d = Fused(x, d, c1d);
        }

        Store(tile, finish, 0, c0a, c0b, c0c, c0d);
        Store(tile, finish, 1, c1a, c1b, c1c, c1d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply1(T* weights, int* offsets, int depth, in DirectTile<T> tile, Finish<T> finish)
    {
        Vector256<T> c0a = default, c0b = default, c0c = default, c0d = default;
        T* sourceA = tile.SourceA, sourceB = tile.SourceB, sourceC = tile.SourceC, sourceD = tile.SourceD;
        for (var p = 0; p < depth; p++, weights++)
        {
            nint at = offsets[p];
            Vector256<T> a = Vector256.Load(sourceA + at),
                b = Vector256.Load(sourceB + at), c = Vector256.Load(sourceC + at), d = Vector256.Load(sourceD + at);
            var x = Vector256.Create(weights[0]);
            c0a = Fused(x, a, c0a);
            c0b = Fused(x, b, c0b);
            c0c = Fused(x, c, c0c);
            c0d = Fused(x, d, c0d);
        }

        Store(tile, finish, 0, c0a, c0b, c0c, c0d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        in DirectTile<T> tile, Finish<T> finish, int row, Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d)
    {
        var at = row * tile.TargetStride;
        Store(tile.TargetA + at, finish, row, a);
        Store(tile.TargetB + at, finish, row, b);
        Store(tile.TargetC + at, finish, row, c);
        Store(tile.TargetD + at, finish, row, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* to, Finish<T> finish, int row, Vector256<T> sums)
    {
        if (finish.Adds) sums += Vector256.Load(to);
        if (finish.HasBias) sums += Vector256.Create(finish.Bias[row]);
        if (finish.FusesRelu) sums = Vector256.Max(sums, Vector256<T>.Zero);
        sums.Store(to);
    }
}
