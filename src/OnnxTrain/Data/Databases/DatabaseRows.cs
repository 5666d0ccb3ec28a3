using System.Data;
using System.Data.Common;

namespace OnnxTrain;

/// <summary>
/// The result of a query of any ADO.NET database as rows, read from the first to the last. NULL is a missing value. Whoever opens the rows
/// asks the database again, so the query should have an order (<c>ORDER BY</c>) and its rows not change between.
/// <see cref="RowTables.ToTable"/> makes a table of it.
/// </summary>
public sealed class DatabaseRows : IRowSource, INamedRows
{
    private readonly Func<DatabaseResult> _open;
    private readonly int[] _places;
    private readonly RowColumn[] _columns;
    private readonly bool _isOnce;
    private DatabaseResult? _first;

    private DatabaseRows(string name, RowSourceOptions options, Func<DatabaseResult> open, bool isOnce)
    {
        (Name, _open, _isOnce) = (name, open, isOnce);
        var result = open();
        try
        {
            (_places, _columns) = result.Columns(name, options);
        }
        catch
        {
            result.Dispose();
            throw;
        }

        if (isOnce) _first = result;
        else result.Dispose();
    }

    /// <summary>What the rows are called in messages.</summary>
    public string Name { get; }

    /// <summary>
    /// The columns of the result: floating-point and decimal numbers are float64, NaN for NULL; whole numbers are int64 where the database
    /// says that none is NULL, float64 elsewhere; texts, dates, times and identifiers (GUID) are strings, "" for NULL, and so are truth
    /// values, <c>true</c> and <c>false</c>. Dates are written as 2026-11-27 and 2026-11-27T12:00:00, so that their ordinal order is that
    /// of time.
    /// </summary>
    public IReadOnlyList<RowColumn> Columns => _columns;

    /// <summary>Null: a database does not say how many rows there will be.</summary>
    public long? RowCount => null;

    /// <inheritdoc/>
    public bool IsRandomAccess => false;

    /// <summary>The result of a query.</summary>
    /// <param name="connection">The connection. It is opened if it is closed, and stays open. Most allow one reader at a time.</param>
    /// <param name="query">The query, such as <c>SELECT area, city, price FROM houses ORDER BY id</c>.</param>
    /// <param name="options">The kinds of columns, and those to leave out.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DataException">A column has a type that cannot be read, or no name, or two have the same.</exception>
    /// <exception cref="DbException">The database refuses the query.</exception>
    public static DatabaseRows Query(DbConnection connection, string query, RowSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrEmpty(query);
        return new("query", options ?? RowSourceOptions.Default, () => Run(connection, query), isOnce: false);
    }

    /// <summary>Rows of a reader that is made anew each time that they are read.</summary>
    /// <param name="reader">Makes a reader at its beginning, of the same rows each time. It is disposed of after reading.</param>
    /// <param name="options">The kinds of columns, and those to leave out.</param>
    /// <param name="name">What the rows are called in messages.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DataException">A column has a type that cannot be read, or no name, or two have the same.</exception>
    public static DatabaseRows From(Func<DbDataReader> reader, RowSourceOptions? options = null, string name = "query")
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new(name, options ?? RowSourceOptions.Default, () => new(reader(), command: null), isOnce: false);
    }

    /// <summary>Rows of a reader, which can be read once: by <see cref="RowTables.ToTable"/> or <see cref="RowViews.Cache"/>.</summary>
    /// <param name="reader">A reader at its beginning. It is disposed of after reading.</param>
    /// <param name="options">The kinds of columns, and those to leave out.</param>
    /// <param name="name">What the rows are called in messages.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DataException">A column has a type that cannot be read, or no name, or two have the same.</exception>
    public static DatabaseRows From(DbDataReader reader, RowSourceOptions? options = null, string name = "query")
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new(name, options ?? RowSourceOptions.Default, () => new(reader, command: null), isOnce: true);
    }

    /// <summary>Asks the database.</summary>
    /// <param name="columns">The columns that are wanted, by their places in <see cref="Columns"/>.</param>
    /// <returns>A reader at the first row.</returns>
    /// <exception cref="NotSupportedException">The rows are those of one reader, and have been read.</exception>
    public IRowReader Open(ReadOnlySpan<int> columns)
    {
        var wanted = columns.ToArray();
        var result = _isOnce ? Interlocked.Exchange(ref _first, null) ?? throw ReadOnce() : _open();
        return new DatabaseReader(Name, result, [.. wanted.Select(column => _places[column])], [.. wanted.Select(c => _columns[c])]);
    }

    /// <summary>A hash of all values, for which the database is asked once more.</summary>
    /// <exception cref="NotSupportedException">The rows are those of one reader, which can be read once.</exception>
    public string Fingerprint() => _isOnce ? throw ReadOnce() : RowFingerprint.InOnePass(this);

    private static DatabaseResult Run(DbConnection connection, string query)
    {
        if (connection.State == ConnectionState.Closed) connection.Open();
        var command = connection.CreateCommand();
        try
        {
            command.CommandText = query;
            return new(command.ExecuteReader(), command);
        }
        catch
        {
            command.Dispose();
            throw;
        }
    }

    private NotSupportedException ReadOnce() => new(
        $"The rows of {Name} are those of one reader, which is read once. Read them into memory first, by {nameof(RowTables.ToTable)} or "
            + $"{nameof(RowViews.Cache)}, or give a function that makes a reader.");
}
