namespace OnnxTrain;

/// <summary>Values that are not in memory.</summary>
internal abstract class FarValues<T> : ColumnValues<T>
    where T : unmanaged
{
    /// <summary>From so many rows on, a selection is read when it is used.</summary>
    public const int FewestToLeave = 1 << 14;

    public override bool IsInMemory => false;

    public override ColumnValues<T> Select(RowChoice rows)
    {
        if (rows.Rows.Length >= FewestToLeave) return new SelectedValues<T>(this, rows.Rows);
        var values = new T[rows.Rows.Length];
        Gather(rows.Rows, values);
        return new MemoryValues<T>(values);
    }
}
