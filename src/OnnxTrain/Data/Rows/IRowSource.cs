namespace OnnxTrain;

/// <summary>
/// Rows of named, typed columns, wherever they lie: tensors in memory (<see cref="Dataset"/>), a table (<see cref="CsvTable"/>), JSON lines
/// (<see cref="JsonLines"/>), a database (<see cref="DatabaseRows"/>), objects (<see cref="Rows"/>), a folder of images (<see
/// cref="ImageFolder"/>), or a view of another source (<see cref="RowViews"/>). A source does not change; several threads
/// may read it at once, each by a reader of its own.
/// </summary>
public interface IRowSource
{
    /// <summary>The columns.</summary>
    IReadOnlyList<RowColumn> Columns { get; }

    /// <summary>The number of rows; null where it is not known before the last one is read.</summary>
    long? RowCount { get; }

    /// <summary>
    /// Whether rows can be read in any order. Others are read from the first to the last; training on them needs
    /// <see cref="RowViews.Cache"/>.
    /// </summary>
    bool IsRandomAccess { get; }

    /// <summary>Begins to read.</summary>
    /// <param name="columns">The columns that are wanted, by their places in <see cref="Columns"/>; the others are not read.</param>
    /// <returns>A reader at the first row.</returns>
    IRowReader Open(ReadOnlySpan<int> columns);

    /// <summary>
    /// A text that stays the same as long as the rows do. A run that is continued from a checkpoint compares it.
    /// </summary>
    /// <returns>A short text, such as 16 hexadecimal digits of a hash.</returns>
    string Fingerprint();
}
