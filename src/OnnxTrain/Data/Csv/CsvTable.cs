using System.Globalization;
using System.Text;

namespace OnnxTrain;

/// <summary>A table read from a CSV file: named columns of equal length. Immutable.</summary>
public sealed class CsvTable : IRowSource
{
    private readonly CsvColumn[] _columns;
    private readonly ColumnValues<int> _lines;
    private readonly Dictionary<string, CsvColumn> _byName;
    private RowColumn[]? _rowColumns;

    internal CsvTable(string name, CsvColumn[] columns, int[] lines)
        : this(name, columns, new MemoryValues<int>(lines))
    {
    }

    internal CsvTable(string name, CsvColumn[] columns, ColumnValues<int> lines)
    {
        (Name, _columns, _lines) = (name, columns, lines);
        _byName = columns.ToDictionary(column => column.Name);
    }

    /// <summary>The name of the file without its folder; <c>text</c> for a table that was read from elsewhere.</summary>
    public string Name { get; }

    /// <summary>The columns in the order of the file.</summary>
    public IReadOnlyList<CsvColumn> Columns => _columns;

    /// <summary>The number of rows, without the header.</summary>
    public int RowCount => _lines.Count;

    /// <summary>Whether its rows are lines of a text.</summary>
    internal bool IsText { get; init; } = true;

    /// <summary>Where a line of its text is, for messages; null where all are lines of one file.</summary>
    internal Func<int, string>? PlaceOfLine { get; init; }

    /// <summary>The separator of fields in the file.</summary>
    internal char Delimiter { get; init; } = ',';

    /// <summary>What was found out about the file that may not be meant, in the words of the tool.</summary>
    internal IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The texts that stand for a missing value in inputs of a model that learns from the table.</summary>
    internal IReadOnlyList<string> MissingValues { get; init; } = MissingMarkers.Default;

    /// <summary>Where the table is if it is not in memory, and what is made of it goes too.</summary>
    internal TableStore? Store { get; init; }

    IReadOnlyList<RowColumn> IRowSource.Columns => _rowColumns ??= CsvRowReader.Columns(this);

    long? IRowSource.RowCount => RowCount;

    bool IRowSource.IsRandomAccess => true;

    /// <summary>The column with the given name.</summary>
    /// <param name="name">The name as in the header.</param>
    /// <exception cref="DataException">There is no such column; the message suggests a similar name and lists the columns.</exception>
    public CsvColumn this[string name] => TryGetColumn(name) ?? throw NoColumn(name);

    /// <summary>
    /// Reads a file in UTF-8, or in UTF-16 with a byte order mark, plain or compressed by gzip (<c>.csv.gz</c>). It is read once, so it may
    /// be a pipe.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataException">
    /// The file does not exist, is empty, has no rows, is not UTF-8, has a repeated column name, a row of another length than the header,
    /// broken quoting, a text or an infinity in a numeric column, or damaged compression.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static CsvTable Read(
        string path, CsvOptions? options = null, IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = UnpackedStream.Open(path);
        return CsvTableReader.Read(file, Path.GetFileName(path), options ?? CsvOptions.Default, progress, cancellationToken);
    }

    /// <summary>Reads a table from a stream of bytes, such as standard input, which is read once to its end and closed.</summary>
    /// <param name="stream">The content of a CSV file, plain or compressed by gzip.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataException">As for a file.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static CsvTable Read(
        Stream stream, string name, CsvOptions? options = null, IProgress<RowProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        using var content = UnpackedStream.Of(stream, name);
        return CsvTableReader.Read(content, name, options ?? CsvOptions.Default, progress, cancellationToken);
    }

    /// <summary>Reads a table from the content of several files.</summary>
    /// <param name="stream">The content; it is closed.</param>
    /// <param name="name">What all are called in messages.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="placeOfLine">Where a line of it is, for messages.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    internal static CsvTable Read(
        Stream stream, string name, CsvOptions options, Func<int, string> placeOfLine, IProgress<RowProgress>? progress,
        CancellationToken cancellationToken)
    {
        using (stream) return CsvTableReader.Read(stream, name, options, placeOfLine, progress, cancellationToken);
    }

    /// <summary>Reads a table from a reader, which stays open.</summary>
    /// <param name="reader">The source, read to its end.</param>
    /// <param name="options">How to read it.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataException">As for a file.</exception>
    public static CsvTable Read(TextReader reader, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Parse(reader.ReadToEnd(), options);
    }

    /// <summary>Reads a table from the text of a CSV file.</summary>
    /// <param name="text">The content, not a path.</param>
    /// <param name="options">How to read it.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataException">As for a file.</exception>
    public static CsvTable Parse(string text, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var content = new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false);
        return CsvTableReader.Read(content, "text", options ?? CsvOptions.Default, progress: null, CancellationToken.None);
    }

    /// <summary>The column of a name, or <see langword="null"/> if there is none.</summary>
    /// <param name="name">The name as in the header.</param>
    /// <returns>The column.</returns>
    public CsvColumn? TryGetColumn(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// The line of the file where a row starts, for error messages; in a table made by <see cref="RowTables.ToTable"/>, the row of the
    /// source.
    /// </summary>
    /// <param name="row">The row of this table, counted from 0.</param>
    /// <returns>The line, counted from 1.</returns>
    public int LineOf(int row) => _lines[row];

    /// <summary>Where a row is, for error messages: file and line, or source and row.</summary>
    internal string PlaceOf(int row) => PlaceOfLine?.Invoke(_lines[row]) ?? $"{Name}, {PlaceInFile(row)}";

    /// <summary>Where a row is, for a list of places in the table: the line or row, with its file if there are several.</summary>
    internal string PlaceInFile(int row) => PlaceInFileOfLine(_lines[row]);

    /// <summary>Where a line of the text is, or a row of the source, for such a list.</summary>
    internal string PlaceInFileOfLine(int line) =>
        PlaceOfLine?.Invoke(line) ?? Invariant($"{(IsText ? "line" : "row")} {line}");

    /// <summary>Selects rows, in the given order. A row may occur more than once.</summary>
    /// <param name="rows">The rows, counted from 0.</param>
    /// <returns>The new table.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public CsvTable Select(ReadOnlySpan<int> rows)
    {
        RowSplit.CheckRows(rows, RowCount);
        var columns = new CsvColumn[_columns.Length];
        var choice = new RowChoice(rows.ToArray());
        for (var i = 0; i < columns.Length; i++) columns[i] = _columns[i].Select(choice);

        return With(columns, _lines.Select(choice));
    }

    /// <summary>The table without some columns.</summary>
    /// <param name="columns">Their names.</param>
    /// <returns>The new table.</returns>
    /// <exception cref="DataException">There is no such column.</exception>
    public CsvTable Without(params IEnumerable<string> columns)
    {
        HashSet<CsvColumn> dropped = [.. columns.Select(name => this[name])];
        return With([.. _columns.Where(column => !dropped.Contains(column))], _lines);
    }

    /// <summary>
    /// Splits the rows at random into two tables that keep the order of the file. Equal seeds give equal splits.
    /// </summary>
    /// <param name="fraction">The fraction of the rows, between 0 and 1, that goes to the first table.</param>
    /// <param name="stratifyBy">
    /// A column whose classes have the same proportions in both tables. If a class has at least two rows, each table gets at least one.
    /// Rows without a value form a class of their own.
    /// </param>
    /// <param name="seed">The seed of the split.</param>
    /// <returns>The two tables; each row is in exactly one of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">There are fewer than two rows.</exception>
    /// <exception cref="DataException"> There is no such column, or it is numeric with too many distinct values to be classes.
    /// </exception>
    public (CsvTable First, CsvTable Second) Split(double fraction, string? stratifyBy = null, ulong seed = 0)
    {
        var classes = stratifyBy is null ? new int[RowCount] : ClassesOf(this[stratifyBy]);
        var (first, second) = RowSplit.Stratified(classes, fraction, seed);
        return (Select(first), Select(second));
    }

    /// <summary>
    /// Columns that a model should probably not learn from: identifiers, constants, columns without any value.
    /// </summary>
    /// <returns>The warnings, in the order of the columns; empty if there are none.</returns>
    public IReadOnlyList<ColumnWarning> Report() => ColumnReport.Of(this);

    IRowReader IRowSource.Open(ReadOnlySpan<int> columns) => new CsvRowReader(this, columns.ToArray());

    string IRowSource.Fingerprint() => RowFingerprint.OfRows(this);

    /// <summary>The table with one of the forms that the times of a column have.</summary>
    internal CsvTable WithTimeForm(string column, TimeForm form) =>
        With([.. _columns.Select(own => own.Name == column ? own.WithTimeForm(form) : own)], _lines);

    /// <summary>The table with further columns, all of their values missing.</summary>
    internal CsvTable WithEmpty(params IEnumerable<string> columns) => With(
        [
            .. _columns,
            .. columns.Select(name => CsvColumn.OfTexts(
                name, ColumnKind.Categorical, [.. Enumerable.Repeat(CsvColumn.NoCode, RowCount)], [])),
        ],
        _lines);

    /// <summary>The same table with a further note, the first.</summary>
    internal CsvTable WithNote(string note) => With(_columns, _lines, [note, .. Notes]);

    private CsvTable With(CsvColumn[] columns, ColumnValues<int> lines, IReadOnlyList<string>? notes = null) => new(Name, columns, lines)
    {
        IsText = IsText, Notes = notes ?? Notes, MissingValues = MissingValues, Delimiter = Delimiter, PlaceOfLine = PlaceOfLine,
        Store = Store,
    };

    private DataException NoColumn(string name)
    {
        string[] names = [.. _columns.Select(column => column.Name)];
        var similar = NameList.Closest(names, name) is { } closest ? $" Did you mean '{closest}'?" : "";
        var row = names.Any(text => double.TryParse(text, CultureInfo.InvariantCulture, out _))
            ? " If the first line is a row, set HasHeader in CsvOptions to false."
            : "";
        return new($"{Name} has no column '{name}'.{similar} Its columns: {NameList.Quoted(names)}.{row}");
    }

    private static int[] ClassesOf(CsvColumn column)
    {
        // With fewer than two rows a value there is nothing to keep in proportion.
        const int mostNumericClasses = 100;
        var limit = Math.Min(mostNumericClasses, column.Count / 2);
        if (column.Kind == ColumnKind.Numeric && column.DistinctCount > limit)
        {
            throw new DataException(
                $"Column '{column.Name}' has {column.DistinctCount} different numbers in {column.Count} rows: they are not " +
                $"classes to stratify by (at most {limit}). Split without stratifyBy, or use a column with few values.");
        }

        return column.CategoryIndices();
    }
}
