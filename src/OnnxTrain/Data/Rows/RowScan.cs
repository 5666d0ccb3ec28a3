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
        var block = new RowBlock(kinds, RowsAtOnce(kinds));
        using var reader = source.Open(columns);
        for (long first = 0; ; first += block.Capacity)
        {
            var count = reader.Read(first, block.Capacity, block);
            if (count > 0) look(block, first, count);
            if (count < block.Capacity) return;
        }
    }

    /// <summary>The number of rows in a block: enough to be efficient, and few enough for memory.</summary>
    public static int RowsAtOnce(IReadOnlyList<RowColumn> columns)
    {
        const int pointer = 8;
        var bytes = columns.Sum(c => c.RowShape.ElementCount * (c.ElementType == ElementType.String ? pointer : c.ElementType.Size()));
        return (int)Math.Clamp(MostBytes / Math.Max(1, bytes), 1, MostRows);
    }
}
