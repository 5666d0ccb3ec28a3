using Apache.Arrow;
using Apache.Arrow.Ipc;
using Microsoft.Data.Sqlite;

namespace OnnxTrain.Cli.Tests;

/// <summary>Tables that are more than --memory go through a cache on disk; the file is the same to the byte.</summary>
public sealed class LargeTableTests : IDisposable
{
    private const int Count = 24_000;

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("gzip")]
    [InlineData("parts")]
    [InlineData("jsonl")]
    [InlineData("sqlite")]
    public void The_model_is_that_of_training_in_memory(string source)
    {
        var data = Write(source, Lines());
        Train(data, "a.onnx");
        var output = Train(data, "b.onnx", "--memory", "1MB", "--cache", _folder["cache"]);

        Assert.Equal(File.ReadAllBytes(_folder["a.onnx"]), File.ReadAllBytes(_folder["b.onnx"]));
        var cache = Assert.Single(Directory.EnumerateFiles(_folder["cache"]));
        var plain = output.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(cache), plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_are_numbers_keep_their_spelling_and_a_split_by_time_is_the_same()
    {
        var data = Write("csv", Lines());
        string[] options = ["--split-time", "day", "--validation", "0.25"];
        Train(data, "a.onnx", [.. options], "grade");
        Train(data, "b.onnx", [.. options, "--memory", "1MB"], "grade");

        Assert.Equal(File.ReadAllBytes(_folder["a.onnx"]), File.ReadAllBytes(_folder["b.onnx"]));
    }

    [Fact]
    public void The_cache_lies_beside_the_data_and_is_found_again_until_they_change_and_is_written_over()
    {
        var data = Write("csv", Lines());
        Train(data, "a.onnx", "--memory", "1MB");
        var cache = Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(data)!, "data.csv.*.arrow"));
        var written = File.GetLastWriteTimeUtc(cache);

        Train(data, "a.onnx", "--memory", "1MB");
        Assert.Equal(written, File.GetLastWriteTimeUtc(cache));

        File.AppendAllText(data, "1,2,Bern,yes,1.0,2026-01-01,5\n");
        Train(data, "a.onnx", "--memory", "1MB");
        Assert.Equal([cache], Directory.EnumerateFiles(Path.GetDirectoryName(data)!, "data.csv.*.arrow"));
        Assert.NotEqual(written, File.GetLastWriteTimeUtc(cache));
        Train(data, "b.onnx", "--memory", "1GB");
        Assert.Equal(File.ReadAllBytes(_folder["b.onnx"]), File.ReadAllBytes(_folder["a.onnx"]));
    }

    [Fact]
    public void Caches_of_equal_names_from_several_folders_do_not_replace_each_other()
    {
        foreach (var folder in new[] { "one", "two" })
        {
            Directory.CreateDirectory(_folder[folder]);
            File.WriteAllLines(_folder[$"{folder}/data.csv"], Lines());
            Train(_folder[$"{folder}/data.csv"], "a.onnx", "--memory", "1MB", "--cache", _folder["cache"]);
        }

        Assert.Equal(2, Directory.EnumerateFiles(_folder["cache"], "data.csv.*.arrow").Count());
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parts")]
    [InlineData("jsonl")]
    [InlineData("sqlite")]
    public void Verify_reads_it_through_the_cache_too(string source)
    {
        var data = Write(source, Lines());
        Train(data, "a.onnx");
        string[] verify = ["verify", _folder["a.onnx"], data, "--verify-rows", "500"];
        ToolRun.Of([.. verify, "--memory", "1MB", "--cache", _folder["cache"]]).Succeeds();
        Assert.Single(Directory.EnumerateFiles(_folder["cache"]));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.98)]
    public void A_damaged_cache_is_written_anew(double part)
    {
        var data = Write("csv", Lines());
        string[] options = ["--memory", "1MB", "--cache", _folder["cache"]];
        Train(data, "a.onnx", options);
        var cache = Assert.Single(Directory.EnumerateFiles(_folder["cache"]));
        var whole = File.ReadAllBytes(cache);
        var damaged = whole.ToArray();
        damaged.AsSpan((int)(part * whole.Length), 16).Fill(0x5a);
        File.WriteAllBytes(cache, damaged);

        Train(data, "b.onnx", options);

        Assert.Equal(File.ReadAllBytes(_folder["a.onnx"]), File.ReadAllBytes(_folder["b.onnx"]));
        Assert.Equal(whole, File.ReadAllBytes(cache));
    }

    [Fact]
    public void Rows_that_a_database_holds_in_its_log_are_seen()
    {
        var data = Write("sqlite", Lines());
        string[] options = ["--memory", "1MB", "--cache", _folder["cache"]];
        using var connection = new SqliteConnection($"Data Source={_folder["data.db"]};Pooling=False");
        connection.Open();
        Run("pragma journal_mode = wal");
        Run("pragma wal_autocheckpoint = 0");
        Train(data, "a.onnx", options);
        Run("update houses set area = area * 2 where rowid = 12000");
        Train(data, "b.onnx", options);
        Train(data, "c.onnx");

        Assert.Equal(File.ReadAllBytes(_folder["c.onnx"]), File.ReadAllBytes(_folder["b.onnx"]));
        Assert.NotEqual(File.ReadAllBytes(_folder["a.onnx"]), File.ReadAllBytes(_folder["b.onnx"]));

        void Run(string command)
        {
            using var run = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are those above.
            run.CommandText = command;
#pragma warning restore CA2100
            run.ExecuteNonQuery();
        }
    }

    [Fact]
    public void A_link_is_the_file_that_it_leads_to()
    {
        var data = Write("csv", Lines());
        var link = _folder["link.csv"];
        File.CreateSymbolicLink(link, data);
        string[] options = ["--memory", "1MB", "--cache", _folder["cache"]];
        Train(link, "a.onnx", options);
        var cached = File.ReadAllBytes(Assert.Single(Directory.EnumerateFiles(_folder["cache"])));

        // As long as before, and the same at both ends.
        var bytes = File.ReadAllBytes(data);
        bytes[bytes.AsSpan(bytes.Length / 2).IndexOf(",yes,"u8) + (bytes.Length / 2) - 1] = (byte)'7';
        File.WriteAllBytes(data, bytes);
        File.SetLastWriteTimeUtc(data, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Train(link, "b.onnx", options);
        Assert.NotEqual(cached, File.ReadAllBytes(Assert.Single(Directory.EnumerateFiles(_folder["cache"]))));
    }

    [Fact]
    public void Data_that_fit_are_read_into_memory()
    {
        var data = Write("csv", Lines());
        Train(data, "a.onnx", "--memory", "2GB");
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(data)!, "*.arrow"));
    }

    [Theory]
    [InlineData("much")]
    [InlineData("0")]
    [InlineData("-3GB")]
    [InlineData("5kB")]
    [InlineData("1e30")]
    public void A_size_that_is_none_is_refused(string size) =>
        ToolRun.Of("train", Tables.Iris, "--target", "species", $"--memory={size}").Refuses("a size such as 300MB, 2GB");

    [Theory]
    [InlineData("300MB", 300_000_000L)]
    [InlineData("300mb", 300_000_000L)]
    [InlineData("2GB", 2_000_000_000L)]
    [InlineData("1.5G", 1_500_000_000L)]
    [InlineData("2GiB", 2_147_483_648L)]
    [InlineData("123456789", 123_456_789L)]
    [InlineData("300 MB", 300_000_000L)]
    public void Sizes_have_units(string text, long bytes) => Assert.Equal(bytes, MemoryRequest.TryParse(text));

    [Fact]
    public void A_folder_that_takes_no_cache_is_told()
    {
        var file = _folder.Write("file", "");
        ToolRun.Of("train", Write("csv", Lines()), "--target", "price", "-o", _folder["a.onnx"], "--memory", "1MB", "--cache", file)
            .Refuses("The cache of data.csv cannot be written to");
    }

    [Fact]
    public void Values_of_a_type_of_time_are_read_into_memory_which_a_note_says_unless_they_are_ignored()
    {
        var data = WriteTimes();
        var told = Words(Train(data, "a.onnx", "--memory", "1MB", "--cache", _folder["cache"]));
        Assert.Contains("the limit of 1.0 MB does not hold here: values of a type of time are read, those of 'day'", told);
        Assert.False(Directory.Exists(_folder["cache"]) && Directory.EnumerateFiles(_folder["cache"]).Any());

        var ignored = Words(Train(data, "b.onnx", "--memory", "1MB", "--cache", _folder["cache"], "--ignore", "day"));
        Assert.DoesNotContain("does not hold", ignored);
        Assert.Single(Directory.EnumerateFiles(_folder["cache"]));
        Train(data, "c.onnx", "--ignore", "day");
        Assert.Equal(File.ReadAllBytes(_folder["c.onnx"]), File.ReadAllBytes(_folder["b.onnx"]));
    }

    [Fact]
    public void Standard_input_is_read_into_memory_which_a_note_says()
    {
        using var process = ToolProcess.Start(
            _folder.Root, ["train", "-", "--target", "big", "-o", _folder["a.onnx"], "--epochs", "1", "--memory", "300MB"]);
        process.StandardInput.Write(Tables.Points(60));
        process.StandardInput.Close();
        var told = Words(ToolProcess.Finish(process).Succeeds().Output);
        Assert.Contains("the limit of 300.0 MB does not hold here: standard input is read into memory", told);
    }

    private static string Words(string output) => string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private string WriteTimes()
    {
        var random = new Random(6);
        var (area, price, day) = (new DoubleArray.Builder(), new DoubleArray.Builder(), new Date32Array.Builder());
        for (var i = 0; i < Count; i++)
        {
            var size = 30 + (200 * random.NextDouble());
            area.Append(size);
            price.Append(2 * size);
            day.Append(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(random.Next(2000)));
        }

        IArrowArray[] arrays = [area.Build(), day.Build(), price.Build()];
        string[] names = ["area", "day", "price"];
        var schema = new Schema([.. arrays.Select((array, i) => new Field(names[i], array.Data.DataType, nullable: true))], null);
        using var file = File.Create(_folder["times.arrow"]);
        using var writer = new ArrowFileWriter(file, schema);
        writer.WriteRecordBatch(new(schema, arrays, Count));
        writer.WriteEnd();
        return _folder["times.arrow"];
    }

    private static List<string> Lines() => HouseTables.Lines(Count);

    private string Write(string source, List<string> lines) => HouseTables.Write(_folder, source, lines);

    private string Train(string data, string output, params string[] options) => Train(data, output, options, "price");

    private string Train(string data, string output, string[] options, string target) => ToolRun.Of(
        ["train", data, "--target", target, "-o", _folder[output], "--epochs", "2", "--batch-size", "256", .. options]).Succeeds().Output;
}
