using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// Reductions over any set of axes: the input is read once, run by run in memory order, and each run joins its place of the
/// output. The order of additions depends on the shape alone.
/// </summary>
internal static class ReductionKernel
{
    /// <summary>The minimum number of elements for a thread.</summary>
    private const int Grain = 16384;

    /// <summary>Columns that a thread takes at a time, at least: two cache lines of the widest vectors.</summary>
    private const int Columns = 64;

    /// <summary>Chunks below which the outputs do not keep the threads busy.</summary>
    private const int FewChunks = 4;

    public static Action Bind<T, TReducer>(Block<T> x, int[] sizes, int[] axes, Block<T> y, Scratch scratch)
        where T : unmanaged, INumber<T>
        where TReducer : struct, IReducer<T>
    {
        if (x.Length == 0) return () => y.Span.Fill(TReducer.Start);
        var axis = Collapse(sizes, axes);

        // Threads share out the outermost axis of the output: the input is [outer, kept, inner].
        var first = axis[0].IsReduced ? 1 : 0;
        var (outer, kept) = (first == 1 ? axis[0].Length : 1, first < axis.Length ? axis[first].Length : 1);
        var inner = x.Length / outer / kept;
        var grain = Math.Max(first == axis.Length - 1 ? Columns : 1, Grain / outer / inner);
        if (first == 1 && kept / grain < FewChunks && x.Length >= FewChunks * Grain) return BindParts<T, TReducer>(x, axis, y, scratch);

        var walk = new ReductionWalk<T, TReducer>(axis);
        return new ParallelLoop(kept, grain, (from, to) => walk.Run(x, y, from, to)).Run;
    }

    /// <summary>Few outputs of a long axis: its parts are reduced apart, and what they yield is joined in their order.</summary>
    private static Action BindParts<T, TReducer>(Block<T> x, ReducedAxis[] axis, Block<T> y, Scratch scratch)
        where T : unmanaged, INumber<T>
        where TReducer : struct, IReducer<T>
    {
        var (rows, width) = (axis[0].Length, x.Length / axis[0].Length);
        var height = Math.Max(1, Grain / width);
        var parts = rows / height;
        var rest = rows % height;
        int[] inner = [.. axis.Skip(1).Select(a => a.Length)];
        int[] reduced = [.. Enumerable.Range(1, axis.Length - 1).Where(i => axis[i].IsReduced)];
        var sums = scratch.Allocate<T>((parts + 1) * y.Length);
        var full = Bind<T, TReducer>(
            x.Slice(0, parts * height * width),
            [parts, height, .. inner],
            [1, .. reduced.Select(i => i + 1)],
            sums.Slice(0, parts * y.Length), scratch);
        var last = Bind<T, TReducer>(
            x.Slice(parts * height * width, rest * width),
            [rest, .. inner],
            [0, .. reduced],
            sums.Slice(parts * y.Length, y.Length), scratch);
        return full + last + Bind<T, TReducer>(sums, [parts + 1, y.Length], [0], y, scratch);
    }

    /// <summary>Joins neighbouring axes of one kind, so that reduced ones and others alternate; there is one at least.</summary>
    private static ReducedAxis[] Collapse(int[] sizes, int[] axes)
    {
        List<ReducedAxis> joined = [];
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            var isReduced = axes.Contains(axis);
            if (sizes[axis] == 1) continue;
            if (joined.Count > 0 && joined[^1].IsReduced == isReduced) joined[^1] = new(joined[^1].Length * sizes[axis], isReduced);
            else joined.Add(new(sizes[axis], isReduced));
        }

        return joined.Count == 0 ? [new(1, false)] : [.. joined];
    }
}
