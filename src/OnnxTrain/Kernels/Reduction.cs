namespace OnnxTrain.Kernels;

/// <summary>
/// Reductions over any set of axes: the input is read once, run by run in memory order, and each run joins its place of the
/// output. The order of additions depends on the shape alone.
/// </summary>
internal static class Reduction
{
    private const int Grain = 16384;

    public static Action Bind<T, TReducer>(Block<T> x, int[] sizes, int[] axes, Block<T> y)
        where T : unmanaged
        where TReducer : struct, IReducer<T>
    {
        var (lengths, steps) = Collapse(sizes, axes);
        var (run, isRunReduced) = (lengths[^1], steps[^1] == 0);
        if (x.Length == 0) return () => y.Span.Fill(TReducer.Start);

        // The outermost axis is shared out among threads if each of its indices has an output of its own.
        var parts = lengths.Length > 1 && steps[0] > 0 ? lengths[0] : 1;
        var rowsPerPart = x.Length / run / parts;
        return new ParallelLoop(parts, Math.Max(1, Grain / (rowsPerPart * run)), (from, to) =>
        {
            var source = x.Span;
            var target = y.Span;
            var outputsPerPart = y.Length / parts;
            target[(from * outputsPerPart)..(to * outputsPerPart)].Fill(TReducer.Start);
            for (var row = from * rowsPerPart; row < to * rowsPerPart; row++)
            {
                var (offset, rest) = (0, row);
                for (var axis = lengths.Length - 2; axis >= 0; axis--)
                {
                    (rest, var index) = Math.DivRem(rest, lengths[axis]);
                    offset += index * steps[axis];
                }

                var line = source.Slice(row * run, run);
                if (!isRunReduced)
                {
                    TReducer.Join(target.Slice(offset, run), line);
                    continue;
                }

                var one = TReducer.Reduce(line);
                TReducer.Join(target.Slice(offset, 1), new(in one));
            }
        }).Run;
    }

    /// <summary>Joins neighbouring axes of one kind; a reduced axis steps through the output by 0.</summary>
    private static (int[] Lengths, int[] Steps) Collapse(int[] sizes, int[] axes)
    {
        List<int> lengths = [], steps = [];
        var stride = 1;
        for (var axis = sizes.Length - 1; axis >= 0; axis--)
        {
            var isReduced = axes.Contains(axis);
            if (sizes[axis] == 1) continue;
            if (lengths.Count > 0 && isReduced == (steps[0] == 0)) lengths[0] *= sizes[axis];
            else
            {
                lengths.Insert(0, sizes[axis]);
                steps.Insert(0, isReduced ? 0 : stride);
            }

            if (!isReduced) stride *= sizes[axis];
        }

        return lengths.Count == 0 ? ([1], [0]) : ([.. lengths], [.. steps]);
    }
}
