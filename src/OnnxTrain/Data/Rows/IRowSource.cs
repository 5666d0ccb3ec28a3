namespace OnnxTrain;

/// <summary>
/// Rows of named, typed columns, wherever they lie: tensors in memory (<see cref="Dataset"/>), a table (<see cref="CsvTable"/>), a folder
/// of images (<see cref="ImageFolder"/>), several sources in one (<see cref="Dataset.Join"/>), or a view of another source
/// (<see cref="RowViews"/>). A source does not change; several threads may read it at once, each by a reader of its own.
/// </summary>
public interface IRowSource
{
    /// <summary>The columns.</summary>
    IReadOnlyList<RowColumn> Columns { get; }

    /// <summary>The number of rows; null if it is not known before the last one is read.</summary>
    long? RowCount { get; }

    /// <summary>
    /// Whether rows can be read in any order. If false, they can only be read forward; training then needs <see cref="RowViews.Cache"/>.
    /// </summary>
    bool IsRandomAccess { get; }

    /// <summary>
    /// The sizes of the rows where they are not all of one size, as sequences of several lengths are not; null where the columns say all.
    /// An axis that varies has a name in <see cref="RowColumn.RowShape"/>. Such rows are read in any order, their number is known, and a
    /// block takes rows of one size at a time: its columns have the lengths of those rows.
    /// </summary>
    RowSizes? Sizes => null;

    /// <summary>Begins to read.</summary>
    /// <param name="columns">The columns that are wanted, by their places in <see cref="Columns"/>; the others are not read.</param>
    /// <returns>A reader at the first row.</returns>
    IRowReader Open(ReadOnlySpan<int> columns);

    /// <summary>Returns a text that identifies the rows. It is compared when a run is resumed from a checkpoint.</summary>
    /// <returns>A short text, such as 16 hexadecimal digits of a hash.</returns>
    string Fingerprint();
}
