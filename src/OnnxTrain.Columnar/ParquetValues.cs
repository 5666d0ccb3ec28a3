namespace OnnxTrain;

/// <summary>The decoded values of a column of a row group.</summary>
internal abstract class ParquetValues
{
    /// <summary>Puts some of them.</summary>
    /// <param name="filler">Where they go.</param>
    /// <param name="from">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="to">The row of the first.</param>
    /// <param name="cursor">Told which of them is being put.</param>
    public abstract void Put(ColumnFiller filler, int from, int count, int to, BatchCursor cursor);
}
