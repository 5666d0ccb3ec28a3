using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// A file of JSON lines (<c>.jsonl</c>, also compressed by gzip) as rows: one object to a line, each key a column. A key that is missing
/// and a value of null are missing values. Opening reads the file once, for the columns and the number of rows; it is read from the first
/// row to the last, a part at a time. <see cref="RowTables.ToTable"/> makes a table of it.
/// </summary>
public sealed class JsonLines : IRowSource, INamedRows, IFileRows
{
    private readonly string _path;
    private readonly RowSourceOptions _options;
    private readonly RowColumn[] _columns;
    private readonly long _rowCount;

    private JsonLines(string path, RowSourceOptions options, RowColumn[] columns, long rowCount) =>
        (_path, _options, _columns, _rowCount) = (path, options, columns, rowCount);

    /// <summary>The name of the file without its folder.</summary>
    public string Name => Path.GetFileName(_path);

    /// <summary>
    /// The columns in the order in which their keys first occur: numbers are float64, NaN where one is missing; whole numbers of which none
    /// is missing are int64; texts and truth values are strings, "" where one is missing.
    /// </summary>
    public IReadOnlyList<RowColumn> Columns => _columns;

    /// <inheritdoc/>
    public long? RowCount => _rowCount;

    /// <inheritdoc/>
    public bool IsRandomAccess => false;

    /// <summary>Reads a file for its columns and the number of its rows. Lines of white space are passed over.</summary>
    /// <param name="path">The file, in UTF-8, plain or compressed by gzip.</param>
    /// <param name="options">The kinds of columns, and those to leave out.</param>
    /// <param name="progress">Told several times a second.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DataException">
    /// The file does not exist, has no rows, is not UTF-8, or a line is not an object of single values; a key occurs twice in a line, or
    /// has values of several types where <see cref="RowSourceOptions.Types"/> names no kind.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static JsonLines Open(
        string path, RowSourceOptions? options = null, IProgress<RowProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= RowSourceOptions.Default;
        var (columns, rows) = Scan(path, options, new(progress, null, cancellationToken));
        var name = Path.GetFileName(path);
        if (rows == 0) throw new DataException($"{name} has no rows. Expected one object to a line.");
        CellColumns.RequireNames(name, [.. columns.Select(column => column.Name)]);
        return new(path, options, [.. columns.Select(column => column.ToColumn(rows, options))], rows);
    }

    /// <inheritdoc/>
    public IRowReader Open(ReadOnlySpan<int> columns) =>
        new JsonRowReader(this, _path, [.. columns.ToArray().Select(column => _columns[column])]);

    /// <summary>A hash of the file's bytes and of how it is read.</summary>
    public string Fingerprint() => RowFingerprint.OfFile(_path, _options.Text);

    string IFileRows.Stamp() => RowFingerprint.OfStamp(_path, _options.Text);

    private static (List<JsonColumn> Columns, long Rows) Scan(string path, RowSourceOptions options, RowProgressReporter progress)
    {
        var (names, columns, rows) = (JsonNames.Growing(options.Ignore), new List<JsonColumn>(), 0L);
        using var lines = new JsonLineReader(path);
        JsonLineReader.Look look = (ref Utf8JsonReader json, int column) =>
        {
            if (column == columns.Count) columns.Add(new(names.Names[column]));
            columns[column].Look(ref json, lines, options.Types.ContainsKey(columns[column].Name));
        };
        for (; lines.MoveNext(); rows++)
        {
            lines.Read(names, look);
            if (rows % 1024 == 0) progress.Report(rows);
        }

        progress.Finish(rows);
        return (columns, rows);
    }
}
