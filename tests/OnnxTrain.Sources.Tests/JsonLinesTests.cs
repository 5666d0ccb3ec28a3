using System.Text;
using OnnxTrain.Tests;
using OnnxTrain.Tests.Data;

namespace OnnxTrain.Sources.Tests;

[InvariantCulture]
public sealed class JsonLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Types_follow_from_the_values_of_all_rows()
    {
        var rows = Open("""
            {"whole": 1, "number": 1, "missing": 5, "text": "a", "truth": true}

            {"truth": null, "whole": 9007199254740993, "number": 1.5, "text": "", "late": "x", "nothing": null}
            """);

        Assert.Equal(
            [
                ("whole", ElementType.Int64, ColumnKind.Numeric), ("number", ElementType.Float64, ColumnKind.Numeric),
                ("missing", ElementType.Float64, ColumnKind.Numeric), ("text", ElementType.String, (ColumnKind?)null),
                ("truth", ElementType.String, ColumnKind.Boolean), ("late", ElementType.String, null),
                ("nothing", ElementType.Float64, ColumnKind.Numeric),
            ],
            rows.Columns.Select(c => (c.Name, c.ElementType, c.Kind)));
        Assert.Equal(2, rows.RowCount);
        var block = new RowBlock(rows.Columns, 2);
        using var reader = rows.Open([0, 1, 2, 3, 4, 5, 6]);
        Assert.Equal(2, reader.Read(0, 2, block));
        Assert.Equal([1, 9007199254740993], block.Values<long>(0));
        Assert.Equal([1, 1.5], block.Values<double>(1));
        Assert.Equal([5, double.NaN], block.Values<double>(2));
        Assert.Equal(["a", ""], block.Values<string>(3));
        Assert.Equal(["true", ""], block.Values<string>(4));
        Assert.Equal(["", "x"], block.Values<string>(5));
        Assert.Equal([double.NaN, double.NaN], block.Values<double>(6));
    }

    [Theory]
    [InlineData("{\"a\": 1}\n[1]\n", "rows.jsonl, line 2: an array where an object was expected")]
    [InlineData("{\"a\": 1}\n{\"a\": \n", "rows.jsonl, line 2: the JSON is broken at byte")]
    [InlineData("{\"a\": 1} {\"a\": 2}\n", "rows.jsonl, line 1")]
    [InlineData("{\"a\": 1, \"b\": {\"c\": 1}}\n", "rows.jsonl, line 1, column 'b': an object; a row holds numbers, texts, truth values")]
    [InlineData("{\"a\": [1]}\n", "rows.jsonl, line 1, column 'a': an array; a row holds")]
    [InlineData("{\"a\": 1, \"a\": 2}\n", "rows.jsonl, line 1: the key 'a' occurs twice")]
    [InlineData("{\"a\": 1}\n\n{\"a\": \"x\"}\n", "line 3, column 'a': the text 'x', but the number '1' before (rows.jsonl, line 1)")]
    [InlineData("{\"a\": true}\n{\"a\": 0}\n", "line 2, column 'a': the number '0', but the truth value true before")]
    [InlineData("\n\n", "rows.jsonl has no rows")]
    [InlineData("{}\n", "rows.jsonl has no columns")]
    [InlineData("{\"\": 1}\n", "rows.jsonl: column 1 of 1 has no name")]
    public void What_cannot_be_read_is_told_with_its_place(string text, string message) =>
        Assert.Contains(message, Assert.Throws<DataException>(() => Open(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_told_with_their_line()
    {
        var path = _folder.Write("rows.jsonl", [.. "{\"a\": \"x\"}\n{\"a\": \""u8, 0xC3, 0x28, .. "\"}\n"u8]);

        var rows = Assert.Throws<DataException>(() => JsonLines.Open(path).ToTable());

        Assert.Contains("rows.jsonl, line 2", rows.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_kind_takes_values_of_several_types()
    {
        const string text = """
            {"code": 12.50, "flag": "yes", "size": "4.5"}
            {"code": "A", "flag": true, "size": 5}
            """;
        var table = Open(
            text, new() { Types = new Dictionary<string, ColumnKind>
            {
                ["code"] = ColumnKind.Categorical, ["flag"] = ColumnKind.Boolean, ["size"] = ColumnKind.Numeric,
            } }).ToTable();

        Assert.Equal(["12.5", "A"], table["code"].Strings.ToArray());
        Assert.Equal(["true", "true"], table["flag"].Strings.ToArray());
        Assert.Equal([4.5, 5], table["size"].Numbers.ToArray());
    }

    [Fact]
    public void A_text_that_is_no_number_is_told_where_numbers_are_wanted()
    {
        var types = new Dictionary<string, ColumnKind> { ["a"] = ColumnKind.Numeric };
        var rows = Open("{\"a\": \"1\"}\n{\"a\": \"one\"}\n", new() { Types = types });

        var message = Assert.Throws<DataException>(() => rows.ToTable()).Message;

        Assert.Contains("rows.jsonl, line 2, column 'a': 'one' is not a number", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_values_may_be_left_out() =>
        Assert.Equal(["a"], Open("{\"b\": [{\"c\": 1}], \"a\": 1}\n", new() { Ignore = ["b"] }).Columns.Select(c => c.Name));

    [Fact]
    public void A_file_that_became_shorter_is_told()
    {
        var rows = Open("{\"a\": 1}\n{\"a\": 2}\n");
        _folder.Write("rows.jsonl", "{\"a\": 1}\n"u8.ToArray());

        var message = Assert.Throws<DataException>(() => rows.ToTable()).Message;

        Assert.Contains("rows.jsonl ends after 1 rows; it had 2 when it was opened", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_too_large_for_float64_is_told_with_its_row()
    {
        var message = Assert.Throws<DataException>(() => Open("{\"a\": 1}\n{\"a\": 1e309}\n").ToTable()).Message;

        Assert.Contains("rows.jsonl, line 2, column 'a': the value is infinite", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_whole()
    {
        var text = new string('ü', 100_000);
        var table = Open($"{{\"a\": \"{text}\"}}\r\n{{\"a\": \"b\"}}").ToTable();

        Assert.Equal([text, "b"], table["a"].Strings.ToArray());
    }

    [Fact]
    public void A_compressed_file_that_was_cut_off_is_told()
    {
        var whole = HouseFiles.Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{{\"a\": {i}}}\n"))));
        var json = _folder.Write("rows.jsonl.gz", whole[..^8]);
        var csv = _folder.Write("rows.csv.gz", HouseFiles.Gzip(HouseFiles.Csv(House.Some(3000)))[..^2000]);

        Assert.Contains(
            "rows.jsonl.gz: its gzip compression ends after", Assert.Throws<DataException>(() => JsonLines.Open(json)).Message,
            StringComparison.Ordinal);
        Assert.Contains("rows.csv.gz", Assert.Throws<DataException>(() => CsvTable.Read(csv)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Opening_and_reading_tell_of_progress_and_obey_cancellation()
    {
        var told = new Told();
        var rows = Open(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{{\"a\": {i}}}\n")), null, told);
        Assert.Equal(new RowProgress(5000, 5000), told.Last);

        var table = rows.ToTable(progress: told = new());
        Assert.Equal((5000, new RowProgress(5000, 5000)), (table.RowCount, told.Last));

        var cancelled = new CancellationToken(canceled: true);
        var path = Path.Combine(_folder.Path, "rows.jsonl");
        Assert.Throws<OperationCanceledException>(() => JsonLines.Open(path, cancellationToken: cancelled));
        Assert.Throws<OperationCanceledException>(() => rows.ToTable(cancellationToken: cancelled));
        Assert.Throws<OperationCanceledException>(
            () => DataModel.Create(rows, [new NumberFeature("a")], [new NumberTarget("a")], cancellationToken: cancelled));
    }

    private JsonLines Open(string text, RowSourceOptions? options = null, IProgress<RowProgress>? progress = null) =>
        JsonLines.Open(_folder.Write("rows.jsonl", Encoding.UTF8.GetBytes(text)), options, progress);

    private sealed class Told : IProgress<RowProgress>
    {
        public RowProgress? Last { get; private set; }

        public void Report(RowProgress value) => Last = value;
    }
}
