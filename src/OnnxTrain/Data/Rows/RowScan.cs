namespace OnnxTrain;

/// <summary>Scans all rows of some columns in order, block by block.</summary>
internal static class RowScan
{
    private const int MostRows = 4096, MostBytes = 1 << 22;

    /// <summary>Calls a function for each block of rows.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="look">Receives the block, the index of its first row and the number of rows.</param>
    public static void Run(IRowSource source, ReadOnlySpan<int> columns, Action<RowBlock, long, int> look)
    {
        RowColumn[] kinds = [.. columns.ToArray().Select(column => source.Columns[column])];
        if (source.Sizes is { } sizes && !Array.TrueForAll(kinds, kind => kind.RowShape.IsFixed))
        {
            RunSizes(source, sizes, columns.ToArray(), look);
            return;
        }

        var block = new RowBlock(kinds, RowsAtOnce(kinds));
        using var reader = source.Open(columns);
        for (long first = 0; ; first += block.Capacity)
        {
            var count = reader.Read(first, block.Capacity, block);
            if (count > 0) look(block, first, count);
            if (count < block.Capacity) return;
        }
    }

    /// <summary>Consecutive rows of the same size form a block.</summary>
    private static void RunSizes(IRowSource source, RowSizes sizes, int[] columns, Action<RowBlock, long, int> look)
    {
        RowColumn[][] kinds =
            [.. Enumerable.Range(0, sizes.Count).Select(b => Array.ConvertAll(columns, column => sizes.ColumnOf(source, column, b)))];
        var blocks = RowBlock.OfSizes(kinds, kinds.Min(RowsAtOnce));
        using var reader = source.Open(columns);
        for (int first = 0, end; first < sizes.RowCount; first = end)
        {
            var block = blocks[sizes.BucketOf(first)];
            for (end = first + 1; end < sizes.RowCount && end - first < block.Capacity; end++)
            {
                if (sizes.BucketOf(end) != sizes.BucketOf(first)) break;
            }

            reader.Read(first, end - first, block);
            look(block, first, end - first);
        }
    }

    /// <summary>The number of rows in a block: enough to be efficient, and few enough for memory.</summary>
    public static int RowsAtOnce(IReadOnlyList<RowColumn> columns)
    {
        return (int)Math.Clamp(MostBytes / Math.Max(1, columns.Sum(c => c.FixedBytes)), 1, MostRows);
    }
}
