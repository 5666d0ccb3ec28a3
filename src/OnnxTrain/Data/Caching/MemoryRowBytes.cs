namespace OnnxTrain;

/// <summary>Rows of bytes in memory, in blocks.</summary>
internal sealed class MemoryRowBytes(int rowLength) : RowBytes
{
    private const int BlockBytes = 1 << 20;

    private readonly List<byte[]> _blocks = [];
    private readonly int _rowsEach = Math.Max(1, BlockBytes / Math.Max(1, rowLength));
    private int _count;

    public override int RowLength => rowLength;

    public override int Count => _count;

    public override Span<byte> Room()
    {
        var (block, at) = Math.DivRem(_count, _rowsEach);
        if (block == _blocks.Count) _blocks.Add(new byte[_rowsEach * rowLength]);
        return _blocks[block].AsSpan(at * rowLength, rowLength);
    }

    public override void Write() => _count++;

    public override void Finish()
    {
    }

    public ReadOnlySpan<byte> Row(long row)
    {
        var (block, at) = Math.DivRem((int)row, _rowsEach);
        return _blocks[block].AsSpan(at * rowLength, rowLength);
    }

    public override RowBytesReader Open() => new Reader(this);

    private sealed class Reader(MemoryRowBytes rows) : RowBytesReader
    {
        public override ReadOnlySpan<byte> Row(long row) => rows.Row(row);
    }
}
