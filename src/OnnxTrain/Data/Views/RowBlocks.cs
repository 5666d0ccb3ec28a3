namespace OnnxTrain;

/// <summary>Rows in memory, in blocks of equal size.</summary>
internal sealed class RowBlocks(IReadOnlyList<RowColumn> columns, IReadOnlyList<RowBlock> blocks, int blockRows, long count) : IRowSource
{
    public IReadOnlyList<RowColumn> Columns => columns;

    public long? RowCount => count;

    public bool IsRandomAccess => true;

    public IRowReader Open(ReadOnlySpan<int> wanted) => new Reader(this, wanted.ToArray());

    /// <summary>A hash of the rows themselves, since their source may no longer be readable.</summary>
    public string Fingerprint() => RowFingerprint.OfRows(this);

    private void Copy(int[] wanted, long row, RowBlock block, int to)
    {
        var (number, place) = Math.DivRem(row, blockRows);
        for (var c = 0; c < wanted.Length; c++) block.Copy(blocks[(int)number], wanted[c], (int)place, c, to);
    }

    private sealed class Reader(RowBlocks rows, int[] wanted) : IRowReader
    {
        public void Read(ReadOnlySpan<long> places, RowBlock block)
        {
            for (var i = 0; i < places.Length; i++) rows.Copy(wanted, places[i], block, i);
        }

        public int Read(long first, int count, RowBlock block)
        {
            count = (int)Math.Clamp(rows.RowCount!.Value - first, 0, count);
            for (var i = 0; i < count; i++) rows.Copy(wanted, first + i, block, i);
            return count;
        }

        public void Dispose()
        {
        }
    }
}
