namespace OnnxTrain;

/// <summary>Values in memory.</summary>
internal sealed class MemoryValues<T>(T[] values) : ColumnValues<T>
    where T : unmanaged
{
    public T[] All => values;

    public override int Count => values.Length;

    public override T this[int row] => values[row];

    public override bool IsInMemory => true;

    public override ReadOnlySpan<T> Read(int first, int count) => values.AsSpan(first, count);

    public override void Gather(ReadOnlySpan<int> rows, Span<T> to)
    {
        for (var i = 0; i < rows.Length; i++) to[i] = values[rows[i]];
    }

    public override ColumnValues<T> Select(RowChoice rows) => new MemoryValues<T>(CsvColumn.Pick(values, rows.Rows));
}
