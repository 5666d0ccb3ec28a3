using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>Copies parts of a matrix into the order in which a micro-kernel reads them: [depth, width], contiguous.</summary>
internal static unsafe class Packing
{
    /// <summary>
    /// Copies <paramref name="filled"/> lines side by side, and zeros up to <paramref name="width"/>: to[p, i] = line i at depth p.
    /// </summary>
    /// <param name="from">The matrix, from the part's first element on.</param>
    /// <param name="isTurned">Whether a row of memory is a line, along the depth; else it is one depth, across the lines.</param>
    /// <param name="to">[depth, width].</param>
    /// <param name="depth">Elements of a line.</param>
    /// <param name="filled">Lines that the matrix has here.</param>
    /// <param name="width">Lines of the part.</param>
    public static void Pack<T>(Rows<T> from, bool isTurned, T* to, int depth, int filled, int width)
        where T : unmanaged
    {
        if (isTurned && filled < 4 && width == 4 && depth >= 4 && Transposer.IsSupported<T>())
        {
            Transposer.TransposeFew(from, new(to, width), filled, depth);
            return;
        }

        if (filled < width) new Span<T>(to, depth * width).Clear();
        if (isTurned) PackLines(from, new(to, width), depth, filled);
        else PackDepths(from, new(to, width), depth, filled);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void PackDepths<T>(Rows<T> from, Rows<T> to, int depth, int filled)
        where T : unmanaged
    {
        T* source = from.First, target = to.First;
        for (var p = 0; p < depth; p++, source += from.Stride, target += to.Stride)
        {
            var i = 0;
            for (; i + Vector512<T>.Count <= filled; i += Vector512<T>.Count) Vector512.Load(source + i).Store(target + i);
            for (; i + Vector128<T>.Count <= filled; i += Vector128<T>.Count) Vector128.Load(source + i).Store(target + i);
            for (; i < filled; i++) target[i] = source[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void PackLines<T>(Rows<T> from, Rows<T> to, int depth, int filled)
        where T : unmanaged
    {
        if (Transposer.IsSupported<T>() && filled >= 4 && depth >= 4)
        {
            Transposer.Transpose(from, to, filled, depth);
            return;
        }

        for (var i = 0; i < filled; i++)
        {
            var line = from.At(i, 0).First;
            for (var p = 0; p < depth; p++) *to.At(p, i).First = line[p];
        }
    }
}
