namespace OnnxTrain.Kernels;

/// <summary>Copies between arrays whose axes lie in a different order.</summary>
internal static class StridedCopy
{
    private const int Grain = 16384;

    /// <summary>Axis i of <paramref name="y"/> is axis order[i] of <paramref name="x"/>.</summary>
    public static Action Transpose<T>(Block<T> x, int[] sizes, int[] order, Block<T> y)
        where T : unmanaged
    {
        var strides = new int[sizes.Length];
        for (var (axis, stride) = (sizes.Length - 1, 1); axis >= 0; stride *= sizes[axis--]) strides[axis] = stride;
        int[] lengths = [.. order.Select(axis => sizes[axis])];
        int[] steps = [.. order.Select(axis => strides[axis])];
        if (lengths.Length == 0) return () => x.Span.CopyTo(y.Span);
        var (run, step) = (lengths[^1], steps[^1]);
        if (run == 0) return static () => { };
        return new ParallelLoop(y.Length / run, Math.Max(1, Grain / run), (from, to) =>
        {
            var source = x.Span;
            var target = y.Span;
            for (var row = from; row < to; row++)
            {
                var (offset, rest) = (0, row);
                for (var axis = lengths.Length - 2; axis >= 0; axis--)
                {
                    (rest, var index) = Math.DivRem(rest, lengths[axis]);
                    offset += index * steps[axis];
                }

                var line = target.Slice(row * run, run);
                if (step == 1) source.Slice(offset, run).CopyTo(line);
                else
                {
                    for (var i = 0; i < run; i++, offset += step) line[i] = source[offset];
                }
            }
        }).Run;
    }
}
