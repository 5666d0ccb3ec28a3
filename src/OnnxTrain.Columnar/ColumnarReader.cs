namespace OnnxTrain;

/// <summary>Reads rows that come in batches of columns, from the first to the last.</summary>
internal abstract class ColumnarReader : IRowReader
{
    private readonly ColumnFiller[] _fillers;
    private readonly string _source;
    private readonly long? _rowCount;
    private long _position, _batchStart;
    private int _batchRows;
    private RowBlock? _bound;

    /// <param name="source">The name of the source, for messages.</param>
    /// <param name="rowCount">The number of rows; null where it is not known.</param>
    /// <param name="columns">The columns to read.</param>
    protected ColumnarReader(string source, long? rowCount, IReadOnlyList<RowColumn> columns)
    {
        (_source, _rowCount) = (source, rowCount);
        _fillers = [.. columns.Select(column => new ColumnFiller(column, Place))];
    }

    /// <summary>The row of the batch that is being read.</summary>
    protected BatchCursor Cursor { get; } = new();

    public void Read(ReadOnlySpan<long> rows, RowBlock block) => throw ForwardOnly.Refusal();

    public int Read(long first, int count, RowBlock block)
    {
        ForwardOnly.Require(first, _position);
        Bind(block);
        var filled = 0;
        while (filled < count)
        {
            if (_position == _batchStart + _batchRows)
            {
                if (!Next()) return Ended(filled);
                continue;
            }

            var from = (int)(_position - _batchStart);
            if (_position < first)
            {
                _position = Math.Min(first, _batchStart + _batchRows);
                continue;
            }

            var rows = Math.Min(count - filled, _batchRows - from);
            for (var c = 0; c < _fillers.Length; c++) Put(c, _fillers[c], from, rows, filled);
            (_position, filled) = (_position + rows, filled + rows);
        }

        return filled;
    }

    public abstract void Dispose();

    /// <summary>The number of rows of the next batch; null where there is none.</summary>
    protected abstract int? MoveNext();

    /// <summary>Puts values of a column.</summary>
    /// <param name="column">The column's place among those that were opened.</param>
    /// <param name="filler">Where they go.</param>
    /// <param name="from">The first row of the batch.</param>
    /// <param name="count">How many.</param>
    /// <param name="to">The first row of the block.</param>
    protected abstract void Put(int column, ColumnFiller filler, int from, int count, int to);

    private string Place() => Invariant($"{_source}, row {_batchStart + Cursor.Row + 1}");

    private bool Next()
    {
        if (MoveNext() is not { } rows) return false;
        (_batchStart, _batchRows) = (_batchStart + _batchRows, rows);
        return true;
    }

    private int Ended(int filled) => _rowCount is null || _rowCount == _position
        ? filled
        : throw new DataException(Invariant(
            $"{_source} ends after {_position} rows; it had {_rowCount} when it was opened: it has changed since. Open it again."));

    private void Bind(RowBlock block)
    {
        if (_bound == block) return;
        for (var i = 0; i < _fillers.Length; i++) _fillers[i].Bind(block, i);
        _bound = block;
    }
}
