namespace OnnxTrain;

/// <summary>Rows of one column in memory, in blocks.</summary>
internal sealed class RowStore
{
    private const int BlockBytes = 1 << 20;

    private readonly RowColumn[] _column;
    private readonly int[] _places;
    private readonly List<RowBlock> _blocks = [];
    private readonly int _rowsPerBlock;
    private int _count;

    public RowStore(RowColumn column, int rows)
    {
        (_column, _places) = ([column], new int[rows]);
        _rowsPerBlock = (int)Math.Clamp(BlockBytes / Math.Max(1, FixedBytes(column)), 1, Math.Max(1, rows));
        Array.Fill(_places, -1);
    }

    public bool Has(long row) => _places[row] >= 0;

    public void CopyTo(long row, RowBlock block, int column, int to)
    {
        var (number, place) = Math.DivRem(_places[row], _rowsPerBlock);
        block.Copy(_blocks[number], 0, place, column, to);
    }

    /// <summary>The memory that a row takes.</summary>
    public long BytesOf(RowBlock block, int column, int row)
    {
        var (bytes, length) = (FixedBytes(_column[0]), _column[0].RowLength);
        if (_column[0].ElementType != ElementType.String) return bytes;
        const int header = 22;
        foreach (var text in block.Values<string>(column).Slice(row * length, length)) bytes += header + (text.Length * sizeof(char));
        return bytes;
    }

    public void Add(long row, RowBlock from, int column, int fromRow)
    {
        if (_count == _blocks.Count * _rowsPerBlock) _blocks.Add(new(_column, _rowsPerBlock));
        _blocks[^1].Copy(from, column, fromRow, 0, _count % _rowsPerBlock);
        _places[row] = _count++;
    }

    private static long FixedBytes(RowColumn column) =>
        (long)column.RowLength * (column.ElementType == ElementType.String ? IntPtr.Size : column.ElementType.Size());
}
