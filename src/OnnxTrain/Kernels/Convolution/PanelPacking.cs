using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>Fills panels of a matrix product from elements that lie in segments.</summary>
internal static unsafe class PanelPacking
{
    /// <summary>Elements beyond a panel that packing may write, and beyond a segment that it may read.</summary>
    public const int Slack = 16;

    /// <summary>to[p, lane + i] = source[offsets[p] + segment + i].</summary>
    /// <remarks>
    /// Whole vectors are moved. What one writes beyond its segment is written over by the next segment or row, in this order, and at last lies
    /// in <see cref="Slack"/>.
    /// </remarks>
    /// <param name="source">The elements.</param>
    /// <param name="offsets">Where each row of the panel begins.</param>
    /// <param name="depth">Rows of the panel.</param>
    /// <param name="segments">In the order of their lanes.</param>
    /// <param name="to">[depth, width].</param>
    /// <param name="width">Columns of the panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Pack<T>(T* source, int* offsets, int depth, ReadOnlySpan<Segment> segments, T* to, int width)
        where T : unmanaged
    {
        if (segments.Length == 1 && segments[0].Count > Vector512<T>.Count)
        {
            var first = source + segments[0].Source;
            for (var p = 0; p < depth; p++, to += width)
            {
                var from = first + offsets[p];
                for (var i = 0; i < width; i += Vector512<T>.Count) Vector512.Load(from + i).Store(to + i);
            }

            return;
        }

        fixed (Segment* all = segments)
        {
            var end = all + segments.Length;
            for (var p = 0; p < depth; p++, to += width)
            {
                var row = source + offsets[p];
                for (var segment = all; segment < end; segment++)
                {
                    T* from = row + segment->Source, target = to + segment->Lane;
                    for (var i = 0; i < segment->Count; i += Vector512<T>.Count) Vector512.Load(from + i).Store(target + i);
                }
            }
        }
    }
}
