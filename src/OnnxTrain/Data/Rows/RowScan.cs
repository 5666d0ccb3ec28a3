namespace OnnxTrain;

/// <summary>Goes through all rows of some columns, from the first to the last, some at a time.</summary>
internal static class RowScan
{
    private const int MostRows = 4096, MostBytes = 1 << 22;

    /// <summary>Does something with each block of rows.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="columns">The columns that are read.</param>
    /// <param name="look">Told the block, the place of its first row and how many rows it holds.</param>
    public static void Run(IRowSource source, ReadOnlySpan<int> columns, Action<RowBlock, long, int> look)
    {
        RowColumn[] kinds = [.. columns.ToArray().Select(column => source.Columns[column])];
        var block = new RowBlock(kinds, RowsAtOnce(kinds));
        using var reader = source.Open(columns);
        for (long first = 0; ; first += block.Capacity)
        {
            var count = reader.Read(first, block.Capacity, block);
            if (count > 0) look(block, first, count);
            if (count < block.Capacity) return;
        }
    }

    /// <summary>As many rows as make work enough, and few enough to be held.</summary>
    public static int RowsAtOnce(IReadOnlyList<RowColumn> columns)
    {
        return (int)Math.Clamp(MostBytes / Math.Max(1, columns.Sum(c => c.FixedBytes)), 1, MostRows);
    }
}
