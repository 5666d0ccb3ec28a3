namespace OnnxTrain;

/// <summary>Reads objects of a list as rows, in any order.</summary>
internal sealed class ObjectListReader<T> : IRowReader
{
    private readonly int _count;
    private readonly Func<int, T> _items;
    private readonly ObjectColumns<T> _columns;
    private readonly int[] _places;
    private readonly ColumnFiller[] _fillers;
    private long _row;

    public ObjectListReader(int count, Func<int, T> items, ObjectColumns<T> columns, int[] places)
    {
        (_count, _items, _columns, _places) = (count, items, columns, places);
        _fillers = [.. places.Select(p => new ColumnFiller(columns.Columns[p], () => Invariant($"{typeof(T).Name}, row {_row + 1}")))];
    }

    public void Read(ReadOnlySpan<long> rows, RowBlock block)
    {
        Bind(block);
        for (var i = 0; i < rows.Length; i++) Put(rows[i], i);
    }

    public int Read(long first, int count, RowBlock block)
    {
        Bind(block);
        count = (int)Math.Clamp(_count - first, 0, count);
        for (var i = 0; i < count; i++) Put(first + i, i);
        return count;
    }

    public void Dispose()
    {
    }

    private void Bind(RowBlock block)
    {
        for (var i = 0; i < _fillers.Length; i++) _fillers[i].Bind(block, i);
    }

    private void Put(long row, int to)
    {
        _row = row;
        var item = _items((int)row);
        for (var i = 0; i < _places.Length; i++) _columns.Put(_places[i], _fillers[i], to, item);
    }
}
