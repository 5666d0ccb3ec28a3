using System.Data.Common;

namespace OnnxTrain;

/// <summary>Reads rows of a query.</summary>
internal sealed class DatabaseReader(string name, DatabaseResult result, int[] places, RowColumn[] columns)
    : ForwardReader(name, rowCount: null, columns)
{
    private readonly DbDataReader _reader = result.Reader;

    public override void Dispose() => result.Dispose();

    protected override bool MoveNext()
    {
        try
        {
            return result.MoveNext();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or IOException)
        {
            throw new DataException($"{Place}: the database ends early: {e.Message}", e);
        }
    }

    protected override void Fill(ReadOnlySpan<ColumnFiller> fillers, int row)
    {
        for (var i = 0; i < places.Length; i++)
        {
            var value = Value(i);
            if (!CellValue.TryPut(fillers[i], row, value)) throw CellColumns.Unreadable(Place, columns[i].Name, value.GetType().Name);
        }
    }

    private object Value(int column)
    {
        try
        {
            return _reader.GetValue(places[column]);
        }
        catch (Exception e) when (e is DbException or InvalidCastException or OverflowException or FormatException)
        {
            throw new DataException($"{Place}, column '{columns[column].Name}': the value cannot be read: {e.Message}", e);
        }
    }
}
