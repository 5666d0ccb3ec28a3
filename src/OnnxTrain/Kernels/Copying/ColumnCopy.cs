namespace OnnxTrain.Kernels;

/// <summary>Copies neighbouring columns of a matrix to columns of another one.</summary>
internal static class ColumnCopy
{
    /// <summary>Copies <paramref name="run"/> elements of each of <paramref name="rows"/> rows.</summary>
    public static Action Bind<T>(Block<T> from, int fromWidth, int fromColumn, Block<T> to, int toWidth, int toColumn, int rows, int run)
        where T : unmanaged =>
        ParallelLoop
            .OverRows(
                rows * run, 1,
                (start, end) =>
                {
                    // Threads share out elements, not rows: there may be a single long one.
                    var (row, column) = Math.DivRem(start, run);
                    for (int count; start < end; start += count, row++, column = 0)
                    {
                        count = Math.Min(run - column, end - start);
                        from.Span.Slice((row * fromWidth) + fromColumn + column, count)
                            .CopyTo(to.Span.Slice((row * toWidth) + toColumn + column, count));
                    }
                })
            .Run;
}
