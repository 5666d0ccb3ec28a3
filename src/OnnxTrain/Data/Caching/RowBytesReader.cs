namespace OnnxTrain;

/// <summary>Reads rows of bytes.</summary>
internal abstract class RowBytesReader : IDisposable
{
    /// <summary>Says which rows are going to be read, in their order: the reader may fetch them before.</summary>
    public virtual void Ahead(ReadOnlyMemory<int> rows)
    {
    }

    /// <summary>The bytes of a row, until the next one is read.</summary>
    public abstract ReadOnlySpan<byte> Row(long row);

    public virtual void Dispose()
    {
    }
}
