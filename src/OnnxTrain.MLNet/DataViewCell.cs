namespace OnnxTrain;

/// <summary>The value of a column in the row that a cursor is at.</summary>
internal abstract class DataViewCell
{
    public abstract void Put(ColumnFiller filler, int row);
}
