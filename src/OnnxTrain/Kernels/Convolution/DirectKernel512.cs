using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static OnnxTrain.Kernels.FusedMultiplyAdd;

namespace OnnxTrain.Kernels;

/// <summary>
/// Tiles of up to six outputs and four 512-bit vectors: 24 accumulators, four vectors of the source and one weight fill 29 of 32 registers.
/// </summary>
internal readonly unsafe struct DirectKernel512<T> : IDirectKernel<T>
    where T : unmanaged
{
    public static int Lanes => Vector512<T>.Count;

    public static ReadOnlySpan<int> Heights => [6, 2, 1];

    public static void Multiply(int height, T* weights, int* offsets, int depth, in DirectTile<T> tile, Finish<T> finish)
    {
        switch (height)
        {
            case 6: Multiply6(weights, offsets, depth, tile, finish); return;
            case 2: Multiply2(weights, offsets, depth, tile, finish); return;
            case 1: Multiply1(weights, offsets, depth, tile, finish); return;
            default: throw new ArgumentOutOfRangeException(nameof(height));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply6(T* weights, int* offsets, int depth, in DirectTile<T> tile, Finish<T> finish)
    {
        Vector512<T> c0a = default, c0b = default, c0c = default, c0d = default;
        Vector512<T> c1a = default, c1b = default, c1c = default, c1d = default;
        Vector512<T> c2a = default, c2b = default, c2c = default, c2d = default;
        Vector512<T> c3a = default, c3b = default, c3c = default, c3d = default;
        Vector512<T> c4a = default, c4b = default, c4c = default, c4d = default;
        Vector512<T> c5a = default, c5b = default, c5c = default, c5d = default;
        T* sourceA = tile.SourceA, sourceB = tile.SourceB, sourceC = tile.SourceC, sourceD = tile.SourceD;
        for (var p = 0; p < depth; p++, weights += 6)
        {
            nint at = offsets[p];
            Vector512<T> a = Vector512.Load(sourceA + at),
                b = Vector512.Load(sourceB + at), c = Vector512.Load(sourceC + at), d = Vector512.Load(sourceD + at);
            var x = Vector512.Create(weights[0]);
            c0a = Fused(x, a, c0a);
            c0b = Fused(x, b, c0b);
            c0c = Fused(x, c, c0c);
            c0d = Fused(x, d, c0d);
            x = Vector512.Create(weights[1]);
            c1a = Fused(x, a, c1a);
            c1b = Fused(x, b, c1b);
            c1c = Fused(x, c, c1c);
            c1d = Fused(x, d, c1d);
            x = Vector512.Create(weights[2]);
            c2a = Fused(x, a, c2a);
            c2b = Fused(x, b, c2b);
            c2c = Fused(x, c, c2c);
            c2d = Fused(x, d, c2d);
            x = Vector512.Create(weights[3]);
            c3a = Fused(x, a, c3a);
            c3b = Fused(x, b, c3b);
            c3c = Fused(x, c, c3c);
            c3d = Fused(x, d, c3d);
            x = Vector512.Create(weights[4]);
            c4a = Fused(x, a, c4a);
            c4b = Fused(x, b, c4b);
            c4c = Fused(x, c, c4c);
            c4d = Fused(x, d, c4d);
            x = Vector512.Create(weights[5]);
            c5a = Fused(x, a, c5a);
            c5b = Fused(x, b, c5b);
            c5c = Fused(x, c, c5c);
            c5d = Fused(x, d, c5d);
        }

        Store(tile, finish, 0, c0a, c0b, c0c, c0d);
        Store(tile, finish, 1, c1a, c1b, c1c, c1d);
        Store(tile, finish, 2, c2a, c2b, c2c, c2d);
        Store(tile, finish, 3, c3a, c3b, c3c, c3d);
        Store(tile, finish, 4, c4a, c4b, c4c, c4d);
        Store(tile, finish, 5, c5a, c5b, c5c, c5d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply2(T* weights, int* offsets, int depth, in DirectTile<T> tile, Finish<T> finish)
    {
        Vector512<T> c0a = default, c0b = default, c0c = default, c0d = default;
        Vector512<T> c1a = default, c1b = default, c1c = default, c1d = default;
        T* sourceA = tile.SourceA, sourceB = tile.SourceB, sourceC = tile.SourceC, sourceD = tile.SourceD;
        for (var p = 0; p < depth; p++, weights += 2)
        {
            nint at = offsets[p];
            Vector512<T> a = Vector512.Load(sourceA + at),
                b = Vector512.Load(sourceB + at), c = Vector512.Load(sourceC + at), d = Vector512.Load(sourceD + at);
            var x = Vector512.Create(weights[0]);
            c0a = Fused(x, a, c0a);
            c0b = Fused(x, b, c0b);
            c0c = Fused(x, c, c0c);
            c0d = Fused(x, d, c0d);
            x = Vector512.Create(weights[1]);
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
        Vector512<T> c0a = default, c0b = default, c0c = default, c0d = default;
        T* sourceA = tile.SourceA, sourceB = tile.SourceB, sourceC = tile.SourceC, sourceD = tile.SourceD;
        for (var p = 0; p < depth; p++, weights++)
        {
            nint at = offsets[p];
            Vector512<T> a = Vector512.Load(sourceA + at),
                b = Vector512.Load(sourceB + at), c = Vector512.Load(sourceC + at), d = Vector512.Load(sourceD + at);
            var x = Vector512.Create(weights[0]);
            c0a = Fused(x, a, c0a);
            c0b = Fused(x, b, c0b);
            c0c = Fused(x, c, c0c);
            c0d = Fused(x, d, c0d);
        }

        Store(tile, finish, 0, c0a, c0b, c0c, c0d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        in DirectTile<T> tile, Finish<T> finish, int row, Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d)
    {
        var at = row * tile.TargetStride;
        Store(tile.TargetA + at, finish, row, a);
        Store(tile.TargetB + at, finish, row, b);
        Store(tile.TargetC + at, finish, row, c);
        Store(tile.TargetD + at, finish, row, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* to, Finish<T> finish, int row, Vector512<T> sums)
    {
        if (finish.Adds) sums += Vector512.Load(to);
        if (finish.HasBias) sums += Vector512.Create(finish.Bias[row]);
        if (finish.FusesRelu) sums = Vector512.Max(sums, Vector512<T>.Zero);
        sums.Store(to);
    }
}
