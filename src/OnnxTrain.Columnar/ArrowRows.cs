using Apache.Arrow;

namespace OnnxTrain;

/// <summary>
/// A file of Apache Arrow's IPC format as rows, with or without an index at its end (<c>.arrow</c>, Feather version 2; <c>.arrows</c>),
/// its batches plain or compressed by LZ4 or Zstandard, read one batch at a time, from the first row to the last. Null is a missing value.
/// Opening reads the file once, for the number of rows and of nulls. <see cref="RowTables.ToTable"/> makes a table of it.
/// </summary>
public sealed class ArrowRows : IRowSource, INamedRows, IFileRows
{
    private readonly string _path;
    private readonly RowSourceOptions _options;
    private readonly int[] _fields;
    private readonly long _rowCount;

    private ArrowRows(string path, RowSourceOptions options, int[] fields, RowColumn[] columns, long rowCount) =>
        (_path, _options, _fields, Columns, _rowCount) = (path, options, fields, columns, rowCount);

    /// <summary>The name of the file without its folder.</summary>
    public string Name => Path.GetFileName(_path);

    /// <summary>
    /// The columns in the order of the file. Floating-point and decimal numbers are float64, NaN for null; whole numbers are int64 where
    /// none is null, float64 elsewhere; texts, dates, times and identifiers are strings, "" for null, and so are truth values, <c>true</c>
    /// and <c>false</c>. A column with a dictionary is what the dictionary holds.
    /// </summary>
    public IReadOnlyList<RowColumn> Columns { get; }

    /// <inheritdoc/>
    public long? RowCount => _rowCount;

    /// <inheritdoc/>
    public bool IsRandomAccess => false;

    /// <summary>Reads a file for its columns and the number of its rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The kinds of columns, and those to leave out.</param>
    /// <param name="progress">Told several times a second.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DataException">
    /// The file does not exist, is damaged or no Arrow file, has no rows, or a column has a type that cannot be read, such as lists and
    /// bytes.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static ArrowRows Open(
        string path, RowSourceOptions? options = null, IProgress<RowProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= RowSourceOptions.Default;
        var name = Path.GetFileName(path);
        using var content = new ArrowContent(path);
        var schema = content.Schema;
        int[] fields = [.. Enumerable.Range(0, schema.FieldsList.Count).Where(i => !options.Ignore.Contains(schema.FieldsList[i].Name))];
        CellColumns.RequireNames(name, [.. fields.Select(i => schema.FieldsList[i].Name)]);
        CellType[] types = [.. fields.Select(i => TypeOf(name, schema.FieldsList[i]))];
        var (rows, mayMiss) = Count(content, fields, new(progress, null, cancellationToken));
        if (rows == 0) throw new DataException($"{name} has no rows.");
        RowColumn[] columns =
        [
            .. fields.Select((field, i) => CellColumns.Of(
                schema.FieldsList[field].Name, types[i], mayMiss[i] || ArrowCells.IsWide(schema.FieldsList[field].DataType), options)),
        ];
        return new(path, options, fields, columns, rows);
    }

    /// <inheritdoc/>
    public IRowReader Open(ReadOnlySpan<int> columns)
    {
        var wanted = columns.ToArray();
        return new ArrowRowReader(
            Name, _rowCount, new ArrowContent(_path), [.. wanted.Select(column => _fields[column])], [.. wanted.Select(c => Columns[c])]);
    }

    /// <summary>A hash of the file's bytes and of how it is read.</summary>
    public string Fingerprint() => RowFingerprint.OfFile(_path, _options.Text);

    string IFileRows.Stamp() => RowFingerprint.OfStamp(_path, _options.Text);

    private static CellType TypeOf(string source, Field field) =>
        ArrowCells.TypeOf(field.DataType) ?? throw CellColumns.Unreadable(source, field.Name, field.DataType.Name);

    private static (long Rows, bool[] MayMiss) Count(ArrowContent content, int[] fields, RowProgressReporter progress)
    {
        var (rows, mayMiss) = (0L, new bool[fields.Length]);
        while (content.Next() is { } batch)
        {
            using (batch)
            {
                rows += batch.Length;
                for (var i = 0; i < fields.Length; i++) mayMiss[i] |= ArrowCells.HasNull(batch.Column(fields[i]));
            }

            progress.Report(rows);
        }

        progress.Finish(rows);
        return (rows, mayMiss);
    }
}
