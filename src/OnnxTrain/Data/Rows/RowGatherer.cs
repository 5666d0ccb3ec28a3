namespace OnnxTrain;

/// <summary>Reads rows of a tensor that are not in memory as it is, for one thread.</summary>
internal abstract class RowGatherer : IDisposable
{
    /// <summary>Says which rows are going to be read, in their order.</summary>
    public abstract void Ahead(ReadOnlyMemory<int> wanted);

    /// <summary>Copies rows to a column of a block.</summary>
    public abstract void Gather(ReadOnlySpan<long> wanted, RowBlock block, int column);

    public abstract void Dispose();
}
