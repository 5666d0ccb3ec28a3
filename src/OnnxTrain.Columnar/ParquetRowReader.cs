namespace OnnxTrain;

/// <summary>Reads rows of a Parquet file. A row group is decoded when the first of its rows is wanted.</summary>
internal sealed class ParquetRowReader(string name, long rowCount, ParquetContent file, ParquetField[] fields)
    : ColumnarReader(name, rowCount, [.. fields.Select(field => field.Column)])
{
    private readonly ParquetValues?[] _values = new ParquetValues?[fields.Length];
    private int _group = -1;

    public override void Dispose() => file.Dispose();

    protected override int? MoveNext()
    {
        Array.Clear(_values);
        if (++_group >= file.Groups.Count) return null;
        return checked((int)file.Groups[_group].RowCount);
    }

    protected override void Put(int column, ColumnFiller filler, int from, int count, int to)
    {
        var values = _values[column] ??= file.Decode(_group, fields[column]);
        values.Put(filler, from, count, to, Cursor);
    }
}
