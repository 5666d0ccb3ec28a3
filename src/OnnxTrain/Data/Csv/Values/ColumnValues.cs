namespace OnnxTrain;

/// <summary>The values of a column, in memory or in a file.</summary>
internal abstract class ColumnValues<T>
    where T : unmanaged
{
    /// <summary>Looks at values in a row, and says whether to go on.</summary>
    public delegate bool Look(int first, ReadOnlySpan<T> values);

    /// <summary>Rows that are read at once from a file.</summary>
    private const int RowsAtOnce = 4096;

    public abstract int Count { get; }

    public abstract T this[int row] { get; }

    /// <summary>Whether they are in memory, where all of them are a span.</summary>
    public abstract bool IsInMemory { get; }

    /// <summary>Values in a row: those in memory, or a copy.</summary>
    public abstract ReadOnlySpan<T> Read(int first, int count);

    /// <summary>Values of any rows.</summary>
    public abstract void Gather(ReadOnlySpan<int> rows, Span<T> values);

    /// <summary>The values of some rows: in memory, or where many are in a file, read when they are used.</summary>
    public abstract ColumnValues<T> Select(RowChoice rows);

    /// <summary>Looks at all values from the first to the last.</summary>
    public void ForEach(Look look)
    {
        var atOnce = IsInMemory ? Math.Max(1, Count) : RowsAtOnce;
        for (var first = 0; first < Count; first += atOnce)
        {
            if (!look(first, Read(first, Math.Min(atOnce, Count - first)))) return;
        }
    }

    /// <summary>All values in an array of their own.</summary>
    public T[] ToArray()
    {
        var all = new T[Count];
        ForEach((first, values) =>
        {
            values.CopyTo(all.AsSpan(first));
            return true;
        });
        return all;
    }
}
