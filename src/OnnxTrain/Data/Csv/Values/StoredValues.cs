namespace OnnxTrain;

/// <summary>A column of an Arrow file, mapped into memory.</summary>
/// <param name="file">The file.</param>
/// <param name="column">The column.</param>
internal sealed unsafe class StoredValues<T>(ArrowFile file, int column) : FarValues<T>
    where T : unmanaged
{
    private readonly MappedBytes _bytes = file.Open();

    public override int Count => checked((int)file.Rows);

    public override T this[int row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (ulong)file.Rows, nameof(row));
            return At(row);
        }
    }

    public override ReadOnlySpan<T> Read(int first, int count)
    {
        if (first < 0 || count < 0 || first + (long)count > file.Rows) throw new ArgumentOutOfRangeException(nameof(first));
        var values = new T[count];
        for (var done = 0; done < count;)
        {
            var (batch, at) = Math.DivRem(first + done, file.BatchRows);
            var some = Math.Min(count - done, file.BatchRows - at);
            new ReadOnlySpan<T>((T*)(_bytes.Start + file.Values(batch, column)) + at, some).CopyTo(values.AsSpan(done));
            done += some;
        }

        _bytes.Read(count * sizeof(T));
        return values;
    }

    public override void Gather(ReadOnlySpan<int> rows, Span<T> values)
    {
        if (rows.Length == 0) return;
        var (least, most) = (rows[0], rows[0]);
        for (var i = 0; i < rows.Length; i++)
        {
            values[i] = this[rows[i]];
            (least, most) = (Math.Min(least, rows[i]), Math.Max(most, rows[i]));
        }

        // A row far from others brings a page into memory.
        _bytes.Read(Math.Min((long)rows.Length * Environment.SystemPageSize, (most - least + 1L) * sizeof(T)));
    }

    private T At(int row)
    {
        var (batch, at) = Math.DivRem(row, file.BatchRows);
        var value = ((T*)(_bytes.Start + file.Values(batch, column)))[at];
        GC.KeepAlive(_bytes);
        return value;
    }
}
