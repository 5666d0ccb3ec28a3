using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using DuckDB.NET.Data;
using OnnxTrain.Tests;
using OnnxTrain.Tests.Data;

namespace OnnxTrain.Sources.Tests;

/// <summary>Parquet and Arrow files, those of another writer among them.</summary>
[InvariantCulture]
public sealed class ColumnarTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(DuckDbValues.Numbers), MemberType = typeof(DuckDbValues))]
    [InlineData("12.34::DECIMAL(28, 2)", 12.34)]
    public void Numbers_that_DuckDB_wrote_as_Parquet_are_read(string value, double expected)
    {
        var rows = ParquetRows.Open(Parquet($"SELECT {value} AS x, 1 AS place UNION ALL SELECT NULL, 2 ORDER BY place"));
        var block = new RowBlock(rows.Columns, 2);
        using var reader = rows.Open([0, 1]);

        Assert.Equal((2L, 2), (rows.RowCount, reader.Read(0, 2, block)));
        Assert.Equal([expected, double.NaN], block.Values<double>(0));
        Assert.Equal([1, 2], block.Values<long>(1));
    }

    [Theory]
    [MemberData(nameof(DuckDbValues.Texts), MemberType = typeof(DuckDbValues))]
    [InlineData("'small'::ENUM('small', 'large')", "small")]
    public void Times_texts_and_truth_values_that_DuckDB_wrote_as_Parquet_are_texts(string value, string expected)
    {
        var table = ParquetRows.Open(Parquet($"SELECT {value} AS x, 1 AS place UNION ALL SELECT NULL, 2 ORDER BY place")).ToTable();

        Assert.Equal([expected, ""], table["x"].Strings.ToArray());
    }

    [Fact]
    public void Row_groups_codes_and_compression_of_another_writer_are_read()
    {
        var path = Parquet(
            "SELECT range AS id, 'city ' || (range % 7) AS city, range / 3 AS area FROM range(300000)",
            "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000");

        var table = ParquetRows.Open(path).ToTable();

        Assert.Equal(300_000, table.RowCount);
        Assert.Equal(Enumerable.Range(0, 300_000).Select(i => (double)i), table["id"].Numbers.ToArray());
        Assert.Equal(Enumerable.Range(0, 300_000).Select(i => $"city {i % 7}"), table["city"].Strings.ToArray());
        Assert.Equal(Enumerable.Range(0, 300_000).Select(i => i / 3.0), table["area"].Numbers.ToArray());
    }

    [Fact]
    public void Lists_are_refused_unless_they_are_left_out()
    {
        var path = Parquet("SELECT 1 AS a, [1, 2] AS b");

        Assert.Contains(
            "rows.parquet, column 'b", Assert.Throws<DataException>(() => ParquetRows.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_cut_off_or_is_another_is_told()
    {
        var (parquet, arrow) = (Path.Combine(_folder.Path, "a.parquet"), Path.Combine(_folder.Path, "a.arrow"));
        await HouseFiles.WriteParquet(parquet, House.Some(100));
        HouseFiles.WriteArrow(arrow, House.Some(100), hasIndex: true);
        foreach (var path in (string[])[parquet, arrow])
        {
            var bytes = File.ReadAllBytes(path);
            foreach (var wrong in (byte[][])[bytes[..^20], bytes[..(bytes.Length / 2)], "area,price\n1,2\n"u8.ToArray(), []])
            {
                File.WriteAllBytes(path, wrong);
                var message = Assert.Throws<DataException>(() => Open(path).ToTable()).Message;
                Assert.StartsWith(Path.GetFileName(path), message, StringComparison.Ordinal);
            }
        }

        Assert.Contains(
            "There is no file", Assert.Throws<DataException>(() => ParquetRows.Open("none.parquet")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_column_is_told_with_its_row_group()
    {
        var path = Path.Combine(_folder.Path, "a.parquet");
        await HouseFiles.WriteParquet(path, House.Some(5000));
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(4, 2000).Fill(0xA5);
        File.WriteAllBytes(path, bytes);

        var message = Assert.Throws<DataException>(() => ParquetRows.Open(path).ToTable()).Message;

        Assert.Contains("a.parquet, row group 1 of 2, column 'area'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_Arrow_stream_that_was_cut_off_is_told()
    {
        var path = Path.Combine(_folder.Path, "a.arrows");
        HouseFiles.WriteArrow(path, House.Some(9000), hasIndex: false);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);

        var message = Assert.Throws<DataException>(() => ArrowRows.Open(path)).Message;

        Assert.Contains("a.arrows, batch 2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrow_arrays_of_all_types_are_read()
    {
        var time = new DateTimeOffset(2026, 11, 27, 12, 30, 0, TimeSpan.Zero);
        (IArrowArray Array, object Expected)[] columns =
        [
            (new Int8Array.Builder().Append(-5).Build(), -5.0), (new UInt8Array.Builder().Append(250).Build(), 250.0),
            (new Int16Array.Builder().Append(-300).Build(), -300.0), (new UInt16Array.Builder().Append(60000).Build(), 60000.0),
            (new UInt32Array.Builder().Append(4000000000).Build(), 4000000000.0),
            (new UInt64Array.Builder().Append(18446744073709551615).Build(), 18446744073709551615.0),
            (new HalfFloatArray.Builder().Append((Half)0.5).Build(), 0.5), (new FloatArray.Builder().Append(0.25f).Build(), 0.25),
            (new Decimal128Array.Builder(new Decimal128Type(10, 2)).Append(12.34m).Build(), 12.34),
            (new Date32Array.Builder().Append(time).Build(), (double)time.Date.Ticks),
            (new TimestampArray.Builder(new TimestampType(TimeUnit.Second, (string?)null)).Append(time).Build(), (double)time.Ticks),
            (new Time32Array.Builder(new Time32Type(TimeUnit.Second)).Append(45000).Build(), (double)time.TimeOfDay.Ticks),
            (new LargeStringArray.Builder().Append("large").Build(), "large"),
            (new StringViewArray.Builder().Append("view").Build(), "view"),
            (new BooleanArray.Builder().Append(false).Build(), "false"), (new NullArray.Builder().AppendNull().Build(), double.NaN),
        ];
        var path = Path.Combine(_folder.Path, "a.arrow");
        var schema = new Schema([.. columns.Select((c, i) => new Field($"c{i}", c.Array.Data.DataType, nullable: true))], null);
        using (var file = File.Create(path))
        using (var writer = new ArrowFileWriter(file, schema))
        {
            writer.WriteRecordBatch(new(schema, [.. columns.Select(c => c.Array)], 1));
            writer.WriteEnd();
        }

        var rows = ArrowRows.Open(path);
        var block = new RowBlock(rows.Columns, 1);
        using var reader = rows.Open([.. Enumerable.Range(0, columns.Length)]);
        Assert.Equal(1, reader.Read(0, 1, block));

        Assert.Equal(columns.Select(c => c.Expected), columns.Select((_, i) => rows.Columns[i].ElementType switch
        {
            ElementType.String => block.Values<string>(i)[0],
            ElementType.Int64 => (object)(double)block.Values<long>(i)[0],
            _ => block.Values<double>(i)[0],
        }));
    }

    private static IRowSource Open(string path) =>
        path.EndsWith("parquet", StringComparison.Ordinal) ? ParquetRows.Open(path) : ArrowRows.Open(path);

    private string Parquet(string query, string options = "FORMAT parquet")
    {
        var path = Path.Combine(_folder.Path, "rows.parquet");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        HouseDatabases.Execute(connection, $"COPY ({query}) TO '{path}' ({options})");
        return path;
    }
}
