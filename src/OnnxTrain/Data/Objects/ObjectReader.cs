namespace OnnxTrain;

/// <summary>Reads objects of a sequence as rows.</summary>
internal sealed class ObjectReader<T>(IEnumerable<T> items, long? count, ObjectColumns<T> columns, int[] places)
    : ForwardReader(typeof(T).Name, count, [.. places.Select(place => columns.Columns[place])])
{
    private readonly IEnumerator<T> _items = items.GetEnumerator();

    public override void Dispose() => _items.Dispose();

    protected override bool MoveNext() => _items.MoveNext();

    protected override void Fill(ReadOnlySpan<ColumnFiller> fillers, int row)
    {
        var item = _items.Current;
        for (var i = 0; i < places.Length; i++) columns.Put(places[i], fillers[i], row, item);
    }
}
