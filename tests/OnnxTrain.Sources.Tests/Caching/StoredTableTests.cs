using System.Globalization;
using System.Text;
using Apache.Arrow.Ipc;

namespace OnnxTrain.Sources.Tests.Caching;

/// <summary>A table on disk is the table in memory: the same kinds, values, texts, lines, notes and messages.</summary>
public sealed class StoredTableTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("onnxtrain-").FullName;

    public static TheoryData<string> Tables => [.. Texts.Keys];

    public static TheoryData<string, string> Wrong => new()
    {
        { "a,b\n", "has a header but no rows" },
        { "", "is empty" },
        { "a,b\n1,2\n3\n", "line 3: found 1 fields" },
        { Text(3000, i => i == 2900 ? "x,1\n" : $"{i},1\n"), "'x' is text in a numeric column" },
        { Text(90_000, i => i == 80_000 ? "1e999,1\n" : $"{i}.5,1\n"), "line 80002, column 'a': '1e999' is infinite" },
        { Text(90_000, i => i == 80_000 ? "\"1,1\n" : $"{i}.5,1\n"), "the quotes do not match" },
    };

    static Dictionary<string, string> Texts { get; } = new()
    {
        ["mixed"] = "x,city,ok,code\n1.50,Bern,TRUE,007\n\n2,,true,010\n-3e5,\"Ge\nneva\",no,011\nNA,?,n/a,\n1.0, Bern ,yes,012\n",
        ["one way to write truth"] = "x,ok\n1,yes\n2,no\n3,NA\n",
        ["decimal commas"] = "x;y\n1,5;a\n2,25;b\n",
        ["windows lines"] = "x,y\r\n1,a\r\n2,b\r\n",
        ["a number far down"] = Text(90_000, i => i < 80_000 ? ",q\n" : $"{i},q{i % 7}\n"),
        ["a text far down"] = Text(90_000, i => i < 70_000 ? $"{i},{i % 3}\n" : $"text {i % 50},{i % 3}\n"),
        ["wide integers"] = Text(5000, i => $"{long.MaxValue - i},{i % 10}.0\n"),
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Tables))]
    public void On_disk_it_is_the_table_in_memory(string name)
    {
        var expected = CsvTable.Parse(Texts[name]);
        var stored = Read(Texts[name]);
        RequireSame(expected, stored);
        RequireSame(expected, Read(Texts[name])); // found again
        int[] rows = [.. Enumerable.Range(0, expected.RowCount).Where(row => row % 5 != 1).Reverse()];
        RequireSame(expected.Select(rows), stored.Select(rows));
        int[] again = [.. Enumerable.Range(0, rows.Length).Where(row => row % 3 != 1)];
        RequireSame(expected.Select(rows).Select(again), stored.Select(rows).Select(again));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_told_as_in_memory_and_nothing_is_left(string text, string part)
    {
        var expected = Assert.Throws<DataException>(() => CsvTable.Parse(text)).Message;
        var message = Assert.Throws<DataException>(() => Read(text)).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Equal(expected, message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_cancelled_reading_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        var reads = 0;
        Stream Open()
        {
            if (++reads > 1) stop.Cancel();
            return new MemoryStream(Encoding.UTF8.GetBytes(Texts["a text far down"]));
        }

        Assert.ThrowsAny<OperationCanceledException>(
            () => TableStoring.Csv(
                Open, "text", null, new("text", "1"), CsvOptions.Default, new HashSet<string>(), new(_folder, 1 << 20), null, stop.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task The_file_is_an_Arrow_file_with_dictionaries()
    {
        var stored = Read(Texts["mixed"]);
        using var file = File.OpenRead(stored.Store!.File);
        using var reader = new ArrowFileReader(file);
        using var batch = await reader.ReadRecordBatchAsync(0);
        Assert.Equal(5, batch.Length);
        var cities = (Apache.Arrow.DictionaryArray)batch.Column("city");
        Assert.Equal(
            ["Bern", "", "Ge\nneva", "", " Bern "],
            Enumerable.Range(0, 5).Select(row => ((Apache.Arrow.StringArray)cities.Dictionary)
                .GetString(((Apache.Arrow.Int32Array)cities.Indices).GetValue(row)!.Value)));
    }

    [Fact]
    public void Rows_of_a_source_are_those_of_its_table()
    {
        var rows = Rows.From(House.Some(20_000), House.Name);
        var expected = rows.ToTable();
        var store = new TableStore(_folder, 1 << 20);
        var stored = TableStoring.Rows(rows, new("rows", "1"), new Dictionary<string, ColumnKind>(), store, null, CancellationToken.None);
        RequireSame(expected, stored);
        RequireSame(expected.Without("id"), stored.Without("id"));
    }

    [Fact]
    public void A_model_of_it_is_that_of_the_table_in_memory()
    {
        var text = Encoding.UTF8.GetString(HouseFiles.Csv(House.Some(30_000)));
        Assert.Equal(Trained(CsvTable.Parse(text)), Trained(Read(text)));

        static string Trained(CsvTable table)
        {
            var (train, test) = table.Split(0.8, seed: 5);
            var model = TabularModel.Regressor(train, "price", [16]);
            using var trainer = new Trainer(model, new Adam(1e-2), options: new() { Seed = 3, BatchSize = 100 });
            trainer.Fit(train, epochs: 2, test);
            var rmse = new Rmse().Of(model.Evaluate(test));
            return $"{rmse.ToString("R", CultureInfo.InvariantCulture)} {Convert.ToHexString(model.Trained.Snapshot())}";
        }
    }



    static string Text(int count, Func<int, string> row) => "a,b\n" + string.Concat(Enumerable.Range(0, count).Select(row));

    static void RequireSame(CsvTable expected, CsvTable stored)
    {
        Assert.Equal(expected.RowCount, stored.RowCount);
        Assert.Equal(expected.Notes, stored.Notes);
        Assert.Equal(expected.Delimiter, stored.Delimiter);
        Assert.Equal(expected.Columns.Select(c => (c.Name, c.Kind)), stored.Columns.Select(c => (c.Name, c.Kind)));
        var rows = Enumerable.Range(0, expected.RowCount);
        Assert.Equal(rows.Select(expected.PlaceOf), rows.Select(stored.PlaceOf));
        foreach (var (one, other) in expected.Columns.Zip(stored.Columns))
        {
            Assert.Equal(rows.Select(one.Text), rows.Select(other.Text));
            Assert.Equal(rows.Select(one.WrittenText), rows.Select(other.WrittenText));
            Assert.Equal((one.MissingCount, one.DistinctCount), (other.MissingCount, other.DistinctCount));
            Assert.Equal(one.IsConstant, other.IsConstant);
            Assert.Equal(one.Categories, other.Categories);
            Assert.Equal(one.CategoryIndices(), other.CategoryIndices());
            Assert.Equal(one.MissingTexts.OrderBy(text => text.Key), other.MissingTexts.OrderBy(text => text.Key));
            if (one.Kind == ColumnKind.Numeric) Assert.Equal(one.Numbers.ToArray(), other.Numbers.ToArray());
            else Assert.Equal(one.Strings.ToArray(), other.Strings.ToArray());
        }

        Assert.Equal(((IRowSource)expected).Fingerprint(), ((IRowSource)stored).Fingerprint());
    }

    CsvTable Read(string text)
    {
        var exact = new HashSet<string>(["x", "a", "b", "y"]);
        return TableStoring.Csv(
            () => new MemoryStream(Encoding.UTF8.GetBytes(text)), "text", null, new("text", RowFingerprint.Of(text)), CsvOptions.Default,
            exact, new(_folder, 1 << 20), progress: null, CancellationToken.None);
    }
}
