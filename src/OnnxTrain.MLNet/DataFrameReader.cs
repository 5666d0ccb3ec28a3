using Microsoft.Data.Analysis;

namespace OnnxTrain;

/// <summary>Reads rows of a data frame, in any order.</summary>
internal sealed class DataFrameReader : IRowReader
{
    private readonly long _count;
    private readonly ColumnFiller[] _fillers;
    private readonly Action<ColumnFiller, int>[] _puts;
    private long _row;

    public DataFrameReader(string name, long count, DataFrameColumn[] sources, RowColumn[] columns)
    {
        _count = count;
        _fillers = [.. columns.Select(column => new ColumnFiller(column, () => Invariant($"{name}, row {_row + 1}")))];
        _puts = [.. sources.Zip(columns, PutOf)];
    }

    public void Read(ReadOnlySpan<long> rows, RowBlock block)
    {
        for (var c = 0; c < _fillers.Length; c++)
        {
            _fillers[c].Bind(block, c);
            for (var i = 0; i < rows.Length; i++) Put(c, rows[i], i);
        }
    }

    public int Read(long first, int count, RowBlock block)
    {
        count = (int)Math.Clamp(_count - first, 0, count);
        for (var c = 0; c < _fillers.Length; c++)
        {
            _fillers[c].Bind(block, c);
            for (var i = 0; i < count; i++) Put(c, first + i, i);
        }

        return count;
    }

    public void Dispose()
    {
    }

    private void Put(int column, long row, int to)
    {
        _row = row;
        _puts[column](_fillers[column], to);
    }

    private Action<ColumnFiller, int> PutOf(DataFrameColumn source, RowColumn column)
    {
        if (DataFrameVectors.ItemOf(source) is { } item)
            return DataFrameVectors.Open(source, item, column.RowLength, () => _row).Put;
        return (filler, to) => CellValue.TryPut(filler, to, source[_row] ?? DBNull.Value);
    }
}
