namespace OnnxTrain;

/// <summary>
/// Rows of named, typed columns from any source: tensors in memory (<see cref="Dataset"/>), a table (<see cref="CsvTable"/>), JSON lines
/// (<see cref="JsonLines"/>), a database (<see cref="DatabaseRows"/>), objects (<see cref="Rows"/>), a folder of images
/// (<see cref="ImageFolder"/>), several sources in one (<see cref="Dataset.Join"/>), or a view of another source
/// (<see cref="RowViews"/>). A source is immutable; several threads may read it at once, each with its own reader.
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
    /// The sizes of rows with different sizes, such as sequences of different lengths; null if all rows have the shapes of the columns.
    /// An axis that varies has a name in <see cref="RowColumn.RowShape"/>. Such a source has random access and a known number of rows. A
    /// block takes rows of one size at a time: its columns have the shapes of those rows.
    /// </summary>
    RowSizes? Sizes => null;

    /// <summary>Opens a reader.</summary>
    /// <param name="columns">The columns to read, by their indices in <see cref="Columns"/>.</param>
    /// <returns>A reader at the first row.</returns>
    IRowReader Open(ReadOnlySpan<int> columns);

    /// <summary>Returns a text that identifies the rows. It is compared when a run is resumed from a checkpoint.</summary>
    /// <returns>A short text, such as 16 hexadecimal digits of a hash.</returns>
    string Fingerprint();
}
