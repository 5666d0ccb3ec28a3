using System.Data.Common;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;
using OnnxTrain.Tests;

namespace OnnxTrain.Sources.Tests;

[InvariantCulture]
public sealed class DatabaseRowsTests : IDisposable
{
    private readonly DuckDBConnection _duckDb = new("DataSource=:memory:");
    private readonly SqliteConnection _sqlite = new("Data Source=:memory:");

    public void Dispose()
    {
        _duckDb.Dispose();
        _sqlite.Dispose();
    }

    [Theory]
    [MemberData(nameof(DuckDbValues.Numbers), MemberType = typeof(DuckDbValues))]
    [InlineData("170141183460469231731687303715884105727::HUGEINT", 170141183460469231731687303715884105727.0)]
    public void Numbers_of_all_types_are_float64(string value, double expected)
    {
        var rows = DatabaseRows.Query(_duckDb, $"SELECT {value} AS x UNION ALL SELECT NULL");
        var block = new RowBlock(rows.Columns, 2);
        using var reader = rows.Open([0]);

        Assert.Equal(2, reader.Read(0, 2, block));
        Assert.Equal([double.NaN, expected], block.Values<double>(0).ToArray().Order());
    }

    [Theory]
    [MemberData(nameof(DuckDbValues.Texts), MemberType = typeof(DuckDbValues))]
    [InlineData("TIMESTAMP '2026-11-27 12:30:00.25'", "2026-11-27T12:30:00.25")]
    [InlineData("TIME '12:30:00'", "12:30:00")]
    [InlineData("UUID 'eeccb8c5-9943-b2bb-bb5e-222f4e14b687'", "eeccb8c5-9943-b2bb-bb5e-222f4e14b687")]
    public void Times_texts_and_truth_values_are_texts(string value, string expected)
    {
        var table = DatabaseRows.Query(_duckDb, $"SELECT {value} AS x, 1 AS place UNION ALL SELECT NULL, 2 ORDER BY place").ToTable();

        Assert.Equal([expected, ""], table["x"].Strings.ToArray());
    }

    [Fact]
    public void Whole_numbers_that_are_never_null_are_int64()
    {
        HouseDatabases.Execute(OpenSqlite(), "CREATE TABLE t (a INTEGER NOT NULL, b INTEGER); INSERT INTO t VALUES (1099511627777, 2)");

        var rows = DatabaseRows.Query(_sqlite, "SELECT a, b FROM t");

        Assert.Equal([ElementType.Int64, ElementType.Float64], rows.Columns.Select(c => c.ElementType));
        Assert.Equal([1099511627777], rows.Cache() is var kept ? Read<long>(kept) : []);
    }

    // A column of SQLite holds values of any type, and the number of a text is 0 to it.
    [Fact]
    public void A_text_among_the_numbers_of_SQLite_is_told_with_its_row()
    {
        HouseDatabases.Execute(OpenSqlite(), "CREATE TABLE t (a REAL); INSERT INTO t VALUES (1.5), ('many'), (2)");

        var message = Assert.Throws<DataException>(() => DatabaseRows.Query(_sqlite, "SELECT a FROM t").ToTable()).Message;

        Assert.Contains("query, row 2, column 'a': 'many' is not a number", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_bytes_is_refused_unless_it_is_left_out()
    {
        HouseDatabases.Execute(OpenSqlite(), "CREATE TABLE t (a REAL, photo BLOB); INSERT INTO t VALUES (1.5, x'00FF')");

        var message = Assert.Throws<DataException>(() => DatabaseRows.Query(_sqlite, "SELECT a, photo FROM t")).Message;

        Assert.Contains("query, column 'photo': values of the type Byte[] (BLOB) cannot be read", message, StringComparison.Ordinal);
        Assert.Single(DatabaseRows.Query(_sqlite, "SELECT a, photo FROM t", new() { Ignore = ["photo"] }).Columns);
    }

    [Fact]
    public void Columns_of_one_name_are_refused()
    {
        var message = Assert.Throws<DataException>(() => DatabaseRows.Query(_duckDb, "SELECT 1 AS a, 2 AS b, 3 AS a")).Message;

        Assert.Contains("query: columns 1 and 3 have the same name, 'a'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_without_rows_is_told() => Assert.Contains(
        "query has no rows", Assert.Throws<DataException>(() => DatabaseRows.Query(_duckDb, "SELECT 1 AS a WHERE false").ToTable()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_reader_that_fails_in_the_middle_is_told_with_its_row()
    {
        const string query = "SELECT 1.5 AS a UNION ALL SELECT 2.5 UNION ALL SELECT 3.5";
        OpenSqlite();

        var message = Assert.Throws<DataException>(() => DatabaseRows.From(() => new Failing(Reader(_sqlite, query))).ToTable()).Message;

        Assert.Contains("query, row 2: the database ends early: The connection was lost.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_one_reader_are_read_once()
    {
        var rows = DatabaseRows.From(Reader(OpenSqlite(), "SELECT 1.5 AS a UNION ALL SELECT 2.5"), name: "measurements");

        Assert.Throws<NotSupportedException>(() => rows.Fingerprint());
        Assert.Equal([1.5, 2.5], rows.ToTable()["a"].Numbers.ToArray());
        var message = Assert.Throws<NotSupportedException>(() => rows.ToTable()).Message;
        Assert.Contains("The rows of measurements are those of one reader, which is read once", message, StringComparison.Ordinal);
    }

    private static T[] Read<T>(IRowSource rows)
    {
        var block = new RowBlock([rows.Columns[0]], 10);
        using var reader = rows.Open([0]);
        return block.Values<T>(0)[..reader.Read(0, 10, block)].ToArray();
    }

    private static DbDataReader Reader(DbConnection connection, string query)
    {
        var command = connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteReader();
    }

    private SqliteConnection OpenSqlite()
    {
        _sqlite.Open();
        return _sqlite;
    }
}
