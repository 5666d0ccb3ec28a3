namespace OnnxTrain;

/// <summary>Reads rows of an <see cref="IRowSource"/> into buffers. For one thread at a time.</summary>
public interface IRowReader : IDisposable
{
    /// <summary>Reads rows in any order, of a source that allows it (<see cref="IRowSource.IsRandomAccess"/>).</summary>
    /// <param name="rows">The rows, counted from 0. A row may occur more than once.</param> <param name="block">The destination, from its
    /// first row on; its columns are those that were opened, in the same order.</param>
    /// <exception cref="NotSupportedException">The source can only be read forward.</exception>
    /// <exception cref="DataException">A row cannot be read.</exception>
    void Read(ReadOnlySpan<long> rows, RowBlock block);

    /// <summary>
    /// Reads consecutive rows. Every source can continue where the last such call ended, or skip ahead; going back needs
    /// <see cref="IRowSource.IsRandomAccess"/>.
    /// </summary>
    /// <param name="first">The first row, counted from 0.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="block">The destination, from its first row on.</param>
    /// <returns>The number of rows read: less than <paramref name="count"/> only at the end of the source.</returns>
    /// <exception cref="NotSupportedException">The row is before one that was read, and the source can only be read forward.</exception>
    /// <exception cref="DataException">A row cannot be read.</exception>
    int Read(long first, int count, RowBlock block);
}
