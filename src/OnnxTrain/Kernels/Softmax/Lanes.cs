namespace OnnxTrain.Kernels;

internal delegate void Lane<T>(ReadOnlySpan<T> x, Span<T> y);

/// <summary>Computes lanes of <paramref name="length"/> elements that lie one after another.</summary>
internal delegate void LaneBlock<T>(ReadOnlySpan<T> x, Span<T> y, int length);

/// <summary>
/// Functions of all elements along one axis, such as softmax. Lanes that do not lie contiguously are copied together first.
/// </summary>
internal static class Lanes
{
    private const int Grain = 8192;

    public static Action Bind<T>(Block<T> x, int[] sizes, int axis, Block<T> y, Lane<T> lane, LaneBlock<T> block)
        where T : unmanaged
    {
        var inner = sizes.After(axis);
        var length = sizes[axis];
        if (x.Length == 0) return static () => { };
        return inner > 1 ? Strided(x, length, inner, y, lane)
            : length <= ShortLanes.Longest ? Short(x, length, y, block)
            : Contiguous(x, length, y, lane);
    }

    /// <summary>
    /// A vectorized function may round a short rest otherwise than its middle: blocks of fixed bounds keep the bits independent of threads.
    /// </summary>
    private static Action Short<T>(Block<T> x, int length, Block<T> y, LaneBlock<T> block)
        where T : unmanaged
    {
        var size = ShortLanes.BlockSize(length);
        return new ParallelLoop(x.Length, size * (Grain / Tiles.Size), (from, to) =>
        {
            for (; from < to; from += size)
            {
                var count = Math.Min(size, to - from);
                block(x.Span.Slice(from, count), y.Span.Slice(from, count), length);
            }
        }).Run;
    }

    private static Action Contiguous<T>(Block<T> x, int length, Block<T> y, Lane<T> lane)
        where T : unmanaged =>
        new ParallelLoop(x.Length / length, Math.Max(1, Grain / length), (from, to) =>
        {
            for (var i = from; i < to; i++) lane(x.Span.Slice(i * length, length), y.Span.Slice(i * length, length));
        }).Run;

    private static unsafe Action Strided<T>(Block<T> x, int length, int inner, Block<T> y, Lane<T> lane)
        where T : unmanaged
    {
        // Each chunk of lanes has a space of its own, so that threads do not meet.
        var (lanes, grain) = (x.Length / length, Math.Max(1, Grain / length));
        var memory = new NativeBuffer((long)((lanes + grain - 1) / grain) * length * sizeof(T));
        var loop = new ParallelLoop(lanes, grain, (from, to) =>
        {
            var space = memory.Block<T>((long)(from / grain) * length * sizeof(T), length).Span;
            for (var i = from; i < to; i++)
            {
                var start = (i / inner * length * inner) + (i % inner);
                for (var j = 0; j < length; j++) space[j] = x.Span[start + (j * inner)];
                lane(space, space);
                for (var j = 0; j < length; j++) y.Span[start + (j * inner)] = space[j];
            }
        });
        return loop.Run;
    }
}
