using Parquet;
using Parquet.Schema;

namespace OnnxTrain;

/// <summary>
/// A Parquet file as rows, read one row group at a time, from the first row to the last; only the columns that are wanted are decoded. Null
/// is a missing value. <see cref="RowTables.ToTable"/> makes a table of it.
/// </summary>
public sealed class ParquetRows : IRowSource, INamedRows, IFileRows
{
    private readonly string _path;
    private readonly RowSourceOptions _options;
    private readonly ParquetField[] _fields;
    private readonly long _rowCount;

    private ParquetRows(string path, RowSourceOptions options, ParquetField[] fields, long rowCount) =>
        (_path, _options, _fields, _rowCount, Columns) = (path, options, fields, rowCount, [.. fields.Select(field => field.Column)]);

    /// <summary>The name of the file without its folder.</summary>
    public string Name => Path.GetFileName(_path);

    /// <summary>
    /// The columns in the order of the file, those of structures with a dot in their names. Floating-point and decimal numbers are float64,
    /// NaN for null; whole numbers are int64 where the file says that none is null, float64 elsewhere; texts, dates, times and identifiers
    /// are strings, "" for null, and so are truth values, <c>true</c> and <c>false</c>.
    /// </summary>
    public IReadOnlyList<RowColumn> Columns { get; }

    /// <inheritdoc/>
    public long? RowCount => _rowCount;

    /// <inheritdoc/>
    public bool IsRandomAccess => false;

    /// <summary>Reads what a file says of itself: its columns and the number of its rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The kinds of columns, and those to leave out.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DataException">
    /// The file does not exist, is damaged or no Parquet file, has no rows, or a column has a type that cannot be read, such as lists and
    /// bytes.
    /// </exception>
    public static ParquetRows Open(string path, RowSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= RowSourceOptions.Default;
        var name = Path.GetFileName(path);
        using var file = new ParquetContent(path);
        var rows = file.Groups.Sum(group => group.RowCount);
        if (rows == 0) throw new DataException($"{name} has no rows.");
        DataField[] fields = [.. file.Fields.Where(field => !options.Ignore.Contains(ParquetField.NameOf(field)))];
        CellColumns.RequireNames(name, [.. fields.Select(ParquetField.NameOf)]);
        return new(path, options, [.. fields.Select(field => ParquetField.Of(name, field, file.MayMiss(field), options))], rows);
    }

    /// <inheritdoc/>
    public IRowReader Open(ReadOnlySpan<int> columns) =>
        new ParquetRowReader(Name, _rowCount, new ParquetContent(_path), [.. columns.ToArray().Select(column => _fields[column])]);

    /// <summary>A hash of the file's bytes and of how it is read.</summary>
    public string Fingerprint() => RowFingerprint.OfFile(_path, _options.Text);

    string IFileRows.Stamp() => RowFingerprint.OfStamp(_path, _options.Text);
}
