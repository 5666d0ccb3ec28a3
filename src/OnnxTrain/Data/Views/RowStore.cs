namespace OnnxTrain;

/// <summary>Rows of one column in memory, in blocks. Each size of rows has its own blocks.</summary>
internal sealed class RowStore
{
    private const int BlockBytes = 1 << 20;

    private readonly Shelf[] _shelves;
    private readonly int[] _places;

    /// <param name="sizes">The column with the shape of the rows in each bucket.</param>
    /// <param name="rows">The number of rows.</param>
    public RowStore(IReadOnlyList<RowColumn> sizes, int rows)
    {
        (_shelves, _places) = ([.. sizes.Select(column => new Shelf(column, rows))], new int[rows]);
        Array.Fill(_places, -1);
    }

    public bool Has(long row) => _places[row] >= 0;

    public void CopyTo(long row, int bucket, RowBlock block, int column, int to) =>
        _shelves[bucket].CopyTo(_places[row], block, column, to);

    public void Add(long row, int bucket, RowBlock from, int column, int fromRow) =>
        _places[row] = _shelves[bucket].Add(from, column, fromRow);

    /// <summary>Rows of one size.</summary>
    private sealed class Shelf(RowColumn column, int rows)
    {
        private readonly RowColumn[] _column = [column];
        private readonly List<RowBlock> _blocks = [];
        private readonly int _rowsPerBlock = (int)Math.Clamp(BlockBytes / Math.Max(1, column.FixedBytes), 1, Math.Max(1, rows));
        private int _count;

        public void CopyTo(int at, RowBlock block, int to, int toRow)
        {
            var (number, place) = Math.DivRem(at, _rowsPerBlock);
            block.Copy(_blocks[number], 0, place, to, toRow);
        }

        public int Add(RowBlock from, int fromColumn, int fromRow)
        {
            if (_count == _blocks.Count * _rowsPerBlock) _blocks.Add(new(_column, _rowsPerBlock));
            _blocks[^1].Copy(from, fromColumn, fromRow, 0, _count % _rowsPerBlock);
            return _count++;
        }
    }
}
