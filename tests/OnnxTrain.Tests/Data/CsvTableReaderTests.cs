using System.IO.Compression;
using System.Text;

namespace OnnxTrain.Tests.Data;

public sealed class CsvTableReaderTests
{
    [Theory]
    [InlineData("a,b\n1,x y\n", ',')]
    [InlineData("a;b\n1;x, y\n", ';')]
    [InlineData("a\tb\n1\tx, y\n", '\t')]
    [InlineData("a|b\n1|x; y\n", '|')]
    public void Finds_the_delimiter(string text, char delimiter)
    {
        var found = CsvTable.Parse(text);
        var given = CsvTable.Parse(text, new() { Delimiter = delimiter });

        Assert.Equal(["a", "b"], found.Columns.Select(column => column.Name));
        Assert.Equal(given["b"].Text(0), found["b"].Text(0));
        Assert.Equal([1.0], found["a"].Numbers);
    }

    [Theory]
    [InlineData("a,b\n1,x\n2,y")]
    [InlineData("a,b\r\n1,x\r\n2,y\r\n")]
    [InlineData("\n a , b\n\n1,x\n   \n 2 ,\" y\"\n\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n")]
    public void Line_ends_blank_lines_and_spaces_do_not_matter(string text)
    {
        var table = CsvTable.Parse(text);

        Assert.Equal([1.0, 2.0], table["a"].Numbers);
        Assert.Equal(["x", "y"], table["b"].Strings.ToArray().Select(value => value.Trim()));
    }

    [Theory]
    [InlineData("n,text\n1,\"a, b\"\n", "a, b")]
    [InlineData("n,text\n1,\"two\nlines\"\n", "two\nlines")]
    [InlineData("n,text\n1,\"say \"\"yes\"\"\"\n", "say \"yes\"")]
    [InlineData("n,text\n1,Zürich 東京 😀\n", "Zürich 東京 😀")]
    public void Fields_hold_any_text(string text, string expected) =>
        Assert.Equal([expected], CsvTable.Parse(text)["text"].Strings);

    [Fact]
    public void Rows_know_their_lines()
    {
        var table = CsvTable.Parse("a,b\n1,x\n\n2,\"y\ny\"\n3,z\n");

        Assert.Equal([2, 4, 6], Enumerable.Range(0, table.RowCount).Select(table.LineOf));
        Assert.Equal(6, table.Select([2, 0]).LineOf(0));
    }

    [Fact]
    public void Columns_without_a_header_are_numbered()
    {
        var table = CsvTable.Parse("1,x\n2,y\n", new() { HasHeader = false });

        Assert.Equal(["column1", "column2"], table.Columns.Select(column => column.Name));
        Assert.Equal([1.0, 2.0], table["column1"].Numbers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_are_UTF_8_with_or_without_a_byte_order_mark(bool mark)
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = [.. mark ? Encoding.UTF8.GetPreamble() : [], .. "größe\n1\n"u8];

        var table = CsvTable.Read(folder.Write("t.csv", bytes));

        Assert.Equal("t.csv", table.Name);
        Assert.Equal([1.0], table["größe"].Numbers);
    }

    [Fact]
    public void Cells_beyond_the_first_buffer_are_kept()
    {
        var values = Enumerable.Range(0, 5000).Select(i => new string((char)('a' + (i % 26)), 1 + (i % 40))).ToArray();

        var table = CsvTable.Parse("text\n" + string.Join('\n', values));

        Assert.Equal(values, table["text"].Strings);
    }

    [Theory]
    [InlineData("", "text is empty", "names of the columns")]
    [InlineData("\n\n", "text is empty", "names of the columns")]
    [InlineData("a,b\n", "has a header but no rows", "HasHeader")]
    [InlineData("a,b\n1,2\n\n1,2,3\n", "line 4", "found 3 fields, expected 2", "header", "','")]
    [InlineData("a,b\n1\n", "line 2", "found 1 fields, expected 2", "header")]
    [InlineData("a,b,c,a\n1,2,3,4\n", "line 1", "columns 1 and 4", "'a'")]
    [InlineData("a,b\n1,5\" pipe\n", "line 2", "quotes do not match")]
    [InlineData("a,b\n1,2\n\"3,4\n5,6\n", "line 3", "quotes do not match")]
    [InlineData("a,b\n1,\"2\"x\n", "line 2", "quotes do not match")]
    public void A_broken_table_is_refused_with_the_place(string text, params string[] parts)
    {
        var message = Assert.Throws<DataException>(() => CsvTable.Parse(text)).Message;
        Assert.All(parts, part => Assert.Contains(part, message));
    }

    [Fact]
    public void A_ragged_table_without_header_is_measured_by_its_first_row()
    {
        var options = new CsvOptions { HasHeader = false, Delimiter = '\t' };
        var message = Assert.Throws<DataException>(() => CsvTable.Parse("1\t2\n3\n", options)).Message;
        Assert.Contains("line 2: found 1 fields, expected 2 as in the first row", message);
        Assert.Contains("a tab", message);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused_with_the_line()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("latin1.csv", [.. "name\nBern\n"u8, .. "Zürich"u8[..1], 0xFC, .. "rich\n"u8]);

        var message = Assert.Throws<DataException>(() => CsvTable.Read(path)).Message;

        Assert.Contains("latin1.csv, line 3", message);
        Assert.Contains("UTF-8", message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_in_UTF_16_have_a_byte_order_mark(bool isBigEndian)
    {
        using var folder = new TemporaryFolder();
        var encoding = new UnicodeEncoding(isBigEndian, byteOrderMark: true);
        var path = folder.Write("t.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes("größe,t\n1,東\n")]);

        Assert.Equal(["東"], CsvTable.Read(path)["t"].Strings);
        Assert.Contains(
            "NUL", Assert.Throws<DataException>(() => CsvTable.Read(folder.Write("n.csv", encoding.GetBytes("a\n1\n")))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stream_that_cannot_seek_is_read_once(bool isPacked)
    {
        var content = "a,b\n1,x\n2,y\n"u8.ToArray();
        if (isPacked)
        {
            var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(content);
            content = packed.ToArray();
        }

        using var pipe = new ForwardStream(content);
        var table = CsvTable.Read(pipe, "pipe");

        Assert.Equal(["x", "y"], table["b"].Strings);
        Assert.Equal("pipe", table.Name);
    }

    [Fact]
    public void Columns_without_a_name_are_named_as_pandas_names_them() =>
        Assert.Equal(["Unnamed: 0", "b", "Unnamed: 2"], CsvTable.Parse(",b,\"\"\n0,1,2\n").Columns.Select(column => column.Name));

    [Theory]
    [InlineData("a;b\n3,5;x\n4,25;y\n", 3.5)]
    [InlineData("a;b\n3.5;x\n4.25;y\n", 3.5)]
    [InlineData("a\tb\n-0,5\tx\n", -0.5)]
    public void Decimal_commas_are_found(string text, double first) => Assert.Equal(first, CsvTable.Parse(text)["a"].Numbers[0]);

    [Theory]
    [InlineData("a;b\n1,000;x\n", "has a comma")]
    [InlineData("a;b\n3,5;2.5\n", "has a comma")]
    public void Commas_that_may_be_either_are_refused(string text, string words) =>
        Assert.Contains(words, Assert.Throws<DataException>(() => CsvTable.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("1.234,5", 1234.5, ',', '.')]
    [InlineData("$1,234.50", 1234.5, '.', ',')]
    [InlineData("-$1,234", -1234, '.', ',')]
    [InlineData("1'234'567 €", 1234567, '.', '\'')]
    [InlineData("12", 12, '.', ',')]
    public void Thousands_and_currencies_do_not_count(string text, double expected, char point, char thousands)
    {
        var options = new CsvOptions { Decimal = point, Thousands = thousands, Currency = ["$", "€"] };
        Assert.Equal([expected], CsvTable.Parse($"a\n\"{text}\"\n", options)["a"].Numbers);
    }

    [Fact]
    public void Thousands_come_in_groups_of_three() => Assert.Equal(
        ColumnKind.Categorical, CsvTable.Parse("a\n\"1;23\"\n\"2;34\"\n", new() { Thousands = ';', Delimiter = ',' })["a"].Kind);

    [Fact]
    public void Reading_reports_its_progress_and_can_be_cancelled()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Encoding.UTF8.GetBytes("a\n" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i}\n"))));
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var rows = new List<long>();

        _ = CsvTable.Read(path, progress: new Reports(rows));

        Assert.Equal(300_000, rows[^1]);
        Assert.Throws<OperationCanceledException>(() => CsvTable.Read(path, cancellationToken: cancellation.Token));
    }

    private sealed class Reports(List<long> rows) : IProgress<RowProgress>
    {
        public void Report(RowProgress value) => rows.Add(value.Rows);
    }

    private sealed class ForwardStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override long Seek(long offset, SeekOrigin loc) => throw new NotSupportedException();
    }
}
