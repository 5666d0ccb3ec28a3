namespace OnnxTrain;

/// <summary>Rows of one column that are kept in memory, in blocks.</summary>
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
        _rowsPerBlock = (int)Math.Clamp(BlockBytes / Math.Max(1, column.FixedBytes), 1, Math.Max(1, rows));
        Array.Fill(_places, -1);
    }

    public bool Has(long row) => _places[row] >= 0;

    public void CopyTo(long row, RowBlock block, int column, int to)
    {
        var (number, place) = Math.DivRem(_places[row], _rowsPerBlock);
        block.Copy(_blocks[number], 0, place, column, to);
    }

    public void Add(long row, RowBlock from, int column, int fromRow)
    {
        if (_count == _blocks.Count * _rowsPerBlock) _blocks.Add(new(_column, _rowsPerBlock));
        _blocks[^1].Copy(from, column, fromRow, 0, _count % _rowsPerBlock);
        _places[row] = _count++;
    }
}
