using Microsoft.ML;

namespace OnnxTrain;

/// <summary>Reads rows of a data view.</summary>
internal sealed class DataViewReader(string name, long? rowCount, DataViewRowCursor cursor, DataViewColumn[] columns)
    : ForwardReader(name, rowCount, [.. columns.Select(column => column.Column)])
{
    private readonly string _name = name;
    private readonly DataViewCell[] _cells = [.. columns.Select(column => column.Open(cursor))];

    public override void Dispose() => cursor.Dispose();

    protected override bool MoveNext()
    {
        try
        {
            return cursor.MoveNext();
        }
        catch (Exception e) when (e is not (DataException or OperationCanceledException))
        {
            // ML.NET reads ahead on threads of its own, and wraps what went wrong there.
            throw new DataException(Invariant($"{_name}, from row {Row + 1} on: it cannot be read: {e.GetBaseException().Message}"), e);
        }
    }

    protected override void Fill(ReadOnlySpan<ColumnFiller> fillers, int row)
    {
        for (var i = 0; i < _cells.Length; i++)
        {
            try
            {
                _cells[i].Put(fillers[i], row);
            }
            catch (Exception e) when (e is not (DataException or OperationCanceledException))
            {
                throw fillers[i].Failure(e);
            }
        }
    }
}
