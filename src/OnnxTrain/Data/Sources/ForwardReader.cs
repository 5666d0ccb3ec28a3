namespace OnnxTrain;

/// <summary>Reads rows one by one, from the first to the last, into columns of <see cref="CellColumns"/>.</summary>
internal abstract class ForwardReader : IRowReader
{
    private readonly ColumnFiller[] _fillers;
    private readonly string _source;
    private readonly long? _rowCount;
    private RowBlock? _bound;

    /// <param name="source">The name of the source, for messages.</param>
    /// <param name="rowCount">The number of rows; null where it is not known.</param>
    /// <param name="columns">The columns to read.</param>
    protected ForwardReader(string source, long? rowCount, IReadOnlyList<RowColumn> columns)
    {
        (_source, _rowCount) = (source, rowCount);
        _fillers = [.. columns.Select(column => new ColumnFiller(column, () => Place))];
    }

    /// <summary>The row that is being read, counted from 0.</summary>
    protected long Row { get; private set; }

    /// <summary>Where that row is, for messages.</summary>
    protected virtual string Place => Invariant($"{_source}, row {Row + 1}");

    public void Read(ReadOnlySpan<long> rows, RowBlock block) => throw ForwardOnly.Refusal();

    public int Read(long first, int count, RowBlock block)
    {
        ForwardOnly.Require(first, Row);
        Bind(block);
        while (Row < first)
        {
            if (!MoveNext()) return Ended(0);
            Row++;
        }

        for (var filled = 0; filled < count; filled++)
        {
            if (!MoveNext()) return Ended(filled);
            Fill(_fillers, filled);
            Row++;
        }

        return count;
    }

    public abstract void Dispose();

    /// <summary>Goes to the next row; false where there is none.</summary>
    protected abstract bool MoveNext();

    /// <summary>Puts the values of the row.</summary>
    protected abstract void Fill(ReadOnlySpan<ColumnFiller> columns, int row);

    private int Ended(int filled) => _rowCount is null || _rowCount == Row
        ? filled
        : throw new DataException(Invariant(
            $"{_source} ends after {Row} rows; it had {_rowCount} when it was opened: it has changed since. Open it again."));

    private void Bind(RowBlock block)
    {
        if (_bound == block) return;
        for (var i = 0; i < _fillers.Length; i++) _fillers[i].Bind(block, i);
        _bound = block;
    }
}
