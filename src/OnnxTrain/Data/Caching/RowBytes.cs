namespace OnnxTrain;

/// <summary>Rows of as many bytes each, in memory or in a file.</summary>
internal abstract class RowBytes
{
    public abstract int RowLength { get; }

    public abstract int Count { get; }

    /// <summary>Room for one more row, which <see cref="Write"/> adds.</summary>
    public abstract Span<byte> Room();

    /// <summary>Adds the row.</summary>
    /// <exception cref="DataException">The disk is full.</exception>
    public abstract void Write();

    /// <summary>Ends the writing.</summary>
    /// <exception cref="DataException">The disk is full.</exception>
    public abstract void Finish();

    /// <summary>Opens a reader, for one thread.</summary>
    public abstract RowBytesReader Open();
}
