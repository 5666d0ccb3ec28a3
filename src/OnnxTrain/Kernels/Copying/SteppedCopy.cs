namespace OnnxTrain.Kernels;

/// <summary>Copies every n-th row of each matrix, forwards or backwards.</summary>
internal static class SteppedCopy
{
    /// <param name="x">[outer, length, inner].</param>
    /// <param name="length">Rows of a matrix of x.</param>
    /// <param name="first">The first row that is taken.</param>
    /// <param name="step">Rows from one to the next; negative ones go backwards.</param>
    /// <param name="y">[outer, count, inner].</param>
    /// <param name="count">Rows that are taken.</param>
    /// <param name="outer">Matrices.</param>
    /// <param name="inner">Elements of a row.</param>
    public static Action Bind<T>(Block<T> x, int length, int first, int step, Block<T> y, int count, int outer, int inner)
        where T : unmanaged
    {
        if (y.Length == 0) return static () => { };
        return inner == 1
            ? ParallelLoop
                .OverRows(
                    outer, count,
                    (from, to) =>
                    {
                        for (var row = from; row < to; row++)
                            Line(x.Span.Slice(row * length, length), first, step, y.Span.Slice(row * count, count));
                    })
                .Run
            : ParallelLoop
                .OverRows(
                    outer * count, inner,
                    (from, to) =>
                    {
                        for (var row = from; row < to; row++)
                        {
                            var (matrix, i) = Math.DivRem(row, count);
                            x.Span.Slice(((matrix * length) + first + (i * step)) * inner, inner).CopyTo(y.Span.Slice(row * inner, inner));
                        }
                    })
                .Run;
    }

    private static void Line<T>(ReadOnlySpan<T> x, int first, int step, Span<T> y)
    {
        if (step == -1)
        {
            x.Slice(first + 1 - y.Length, y.Length).CopyTo(y);
            y.Reverse();
            return;
        }

        for (var (i, at) = (0, first); i < y.Length; i++, at += step) y[i] = x[at];
    }
}
