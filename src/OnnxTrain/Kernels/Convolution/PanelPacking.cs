using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>Fills panels of a matrix product from elements that lie in segments.</summary>
/// <remarks>
/// Whole vectors are moved. What one writes beyond its segment is written over by the next segment or row, in this order, and at last lies
/// in <see cref="Slack"/>. The loops for few moves keep where they go in registers: a panel is packed as fast as the processor stores.
/// </remarks>
internal static unsafe class PanelPacking
{
    /// <summary>Elements beyond a panel that packing may write, and beyond a segment that it may read.</summary>
    public const int Slack = 16;

    private const int MaxMoves = 64;

    /// <summary>to[p, lane + i] = source[offsets[p] + segment + i].</summary>
    /// <param name="source">The elements.</param>
    /// <param name="offsets">Where each row of the panel begins.</param>
    /// <param name="depth">Rows of the panel.</param>
    /// <param name="segments">In the order of their lanes.</param>
    /// <param name="to">[depth, width].</param>
    /// <param name="width">Columns of the panel.</param>
    [SkipLocalsInit]
    public static void Pack<T>(T* source, int* offsets, int depth, ReadOnlySpan<Segment> segments, T* to, int width)
        where T : unmanaged
    {
        nint* from = stackalloc nint[MaxMoves], lane = stackalloc nint[MaxMoves];
        var moves = 0;
        foreach (var segment in segments)
        {
            for (var i = 0; i < segment.Count; i += Vector512<T>.Count)
                (from[moves], lane[moves++]) = (segment.Source + i, segment.Lane + i);
        }

        switch (moves)
        {
            case 0: return;
            case 1: Move1(source + from[0], offsets, depth, to + lane[0], width); return;
            case 2: Move2(source, offsets, depth, from, lane, to, width); return;
            case 3: Move3(source, offsets, depth, from, lane, to, width); return;
            case 4: Move4(source, offsets, depth, from, lane, to, width); return;
            case 5: Move5(source, offsets, depth, from, lane, to, width); return;
            default: Move(source, offsets, depth, from, lane, moves, to, width); return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Move1<T>(T* source, int* offsets, int depth, T* to, int width)
        where T : unmanaged
    {
        for (var p = 0; p < depth; p++, to += width) Vector512.Load(source + offsets[p]).Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Move2<T>(T* source, int* offsets, int depth, nint* from, nint* lane, T* to, int width)
        where T : unmanaged
    {
        T* source0 = source + from[0], source1 = source + from[1];
        T* to0 = to + lane[0], to1 = to + lane[1];
        for (var p = 0; p < depth; p++, to0 += width, to1 += width)
        {
            nint at = offsets[p];
            Vector512.Load(source0 + at).Store(to0);
            Vector512.Load(source1 + at).Store(to1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Move3<T>(T* source, int* offsets, int depth, nint* from, nint* lane, T* to, int width)
        where T : unmanaged
    {
        T* source0 = source + from[0], source1 = source + from[1], source2 = source + from[2];
        nint lane1 = lane[1] - lane[0], lane2 = lane[2] - lane[0];
        to += lane[0];
        for (var p = 0; p < depth; p++, to += width)
        {
            nint at = offsets[p];
            Vector512.Load(source0 + at).Store(to);
            Vector512.Load(source1 + at).Store(to + lane1);
            Vector512.Load(source2 + at).Store(to + lane2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Move4<T>(T* source, int* offsets, int depth, nint* from, nint* lane, T* to, int width)
        where T : unmanaged
    {
        T* source0 = source + from[0], source1 = source + from[1], source2 = source + from[2], source3 = source + from[3];
        nint lane1 = lane[1] - lane[0], lane2 = lane[2] - lane[0], lane3 = lane[3] - lane[0];
        to += lane[0];
        for (var p = 0; p < depth; p++, to += width)
        {
            nint at = offsets[p];
            Vector512.Load(source0 + at).Store(to);
            Vector512.Load(source1 + at).Store(to + lane1);
            Vector512.Load(source2 + at).Store(to + lane2);
            Vector512.Load(source3 + at).Store(to + lane3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Move5<T>(T* source, int* offsets, int depth, nint* from, nint* lane, T* to, int width)
        where T : unmanaged
    {
        T* source0 = source + from[0],
            source1 = source + from[1], source2 = source + from[2], source3 = source + from[3], source4 = source + from[4];
        nint lane1 = lane[1] - lane[0],
            lane2 = lane[2] - lane[0], lane3 = lane[3] - lane[0], lane4 = lane[4] - lane[0];
        to += lane[0];
        for (var p = 0; p < depth; p++, to += width)
        {
            nint at = offsets[p];
            Vector512.Load(source0 + at).Store(to);
            Vector512.Load(source1 + at).Store(to + lane1);
            Vector512.Load(source2 + at).Store(to + lane2);
            Vector512.Load(source3 + at).Store(to + lane3);
            Vector512.Load(source4 + at).Store(to + lane4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Move<T>(T* source, int* offsets, int depth, nint* from, nint* lane, int moves, T* to, int width)
        where T : unmanaged
    {
        for (var p = 0; p < depth; p++, to += width)
        {
            var row = source + offsets[p];
            for (var i = 0; i < moves; i++) Vector512.Load(row + from[i]).Store(to + lane[i]);
        }
    }
}
