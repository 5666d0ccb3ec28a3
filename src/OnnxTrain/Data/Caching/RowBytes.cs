namespace OnnxTrain;

/// <summary>Rows of as many bytes each, in memory or in a file.</summary>
internal abstract class RowBytes
{
    public abstract int RowLength { get; }

    public abstract int Count { get; }

    /// <summary>Opens a reader, for one thread.</summary>
    public abstract RowBytesReader Open();
}
