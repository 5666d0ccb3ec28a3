using Apache.Arrow;

namespace OnnxTrain;

/// <summary>Reads rows of an Arrow file.</summary>
internal sealed class ArrowRowReader(string name, long rowCount, ArrowContent content, int[] fields, RowColumn[] columns)
    : ColumnarReader(name, rowCount, columns)
{
    private RecordBatch? _batch;

    public override void Dispose()
    {
        _batch?.Dispose();
        content.Dispose();
    }

    protected override int? MoveNext()
    {
        _batch?.Dispose();
        _batch = content.Next();
        return _batch?.Length;
    }

    protected override void Put(int column, ColumnFiller filler, int from, int count, int to) =>
        ArrowCells.Put(_batch!.Column(fields[column]), filler, from, count, to, Cursor);
}
