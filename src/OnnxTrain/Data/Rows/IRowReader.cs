namespace OnnxTrain;

/// <summary>Reads rows of an <see cref="IRowSource"/> into buffers. For one thread at a time.</summary>
public interface IRowReader : IDisposable
{
    /// <summary>Reads rows in any order, of a source that allows it (<see cref="IRowSource.IsRandomAccess"/>).</summary>
    /// <param name="rows">The rows, counted from 0. A row may be named more than once.</param>
    /// <param name="block">Where they go, from its first row on; its columns are those that were opened, in the same order.</param>
    /// <exception cref="NotSupportedException">The source is read from the first row to the last.</exception>
    /// <exception cref="DataException">A row cannot be read.</exception>
    void Read(ReadOnlySpan<long> rows, RowBlock block);

    /// <summary>
    /// Reads rows that follow one another. Every source can do this from where the last such call ended, or from a row behind it; from a
    /// row before it only one with <see cref="IRowSource.IsRandomAccess"/>.
    /// </summary>
    /// <param name="first">The first row, counted from 0.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="block">Where they go, from its first row on.</param>
    /// <returns>How many rows were read: fewer than <paramref name="count"/> only where the source ends.</returns>
    /// <exception cref="NotSupportedException">The row lies before one that was read, and the source goes only forward.</exception>
    /// <exception cref="DataException">A row cannot be read.</exception>
    int Read(long first, int count, RowBlock block);
}
