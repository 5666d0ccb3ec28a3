using System.IO.Compression;
using Microsoft.Data.Sqlite;

namespace OnnxTrain.Cli.Tests;

/// <summary>The same rows from every kind of table give the same file.</summary>
public sealed class TableInputTests : IDisposable
{
    private const string Header = "x,y,colour,big";

    private readonly Folder _folder = new();
    private readonly string[] _lines = [.. Tables.Points(60).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Kinds() => ["gzip", "parts", "compressed parts without a last line end", "JSON lines", "SQLite"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void All_kinds_train_the_same_weights_and_predict_the_same(string kind)
    {
        string[] options = ["--target", "big", "--epochs", "3", "--hidden", "4"];
        var csv = _folder.Write("points.csv", $"{Header}\n{string.Join('\n', _lines)}\n");
        ToolRun.Of(["train", csv, "--output", _folder["a.onnx"], .. options]).Succeeds();
        var (data, query) = Make(kind);

        ToolRun.Of(["train", data, .. query, "--output", _folder["b.onnx"], .. options]).Succeeds();

        foreach (var (wanted, found) in DataModel.Load(_folder["a.onnx"]).Parameters.Zip(DataModel.Load(_folder["b.onnx"]).Parameters))
            Assert.Equal(wanted.ToTensor<float>().ToArray(), found.ToTensor<float>().ToArray());
        Assert.Equal(Predict(csv, []), Predict(data, query));
        ToolRun.Of(["verify", _folder["b.onnx"], data, .. query]).Succeeds();
        Assert.Contains("60 rows", ToolRun.Of(["evaluate", _folder["b.onnx"], data, .. query]).Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_with_other_columns_are_refused()
    {
        _folder.Write("part-1.csv", $"{Header}\n{_lines[0]}\n");
        _folder.Write("part-2.csv", "x,y,big\n1,2,yes\n");
        ToolRun.Of("train", _folder["part-*.csv"], "--target", "big").Refuses("part-2.csv has other columns than part-1.csv");
    }

    [Theory]
    [InlineData("none-*.csv", "No file fits")]
    [InlineData("sqlite:shop.db", "--query")]
    [InlineData("sqlite:none.db?SELECT 1", "There is no file")]
    [InlineData("none.parquet", "There is no file")]
    public void A_table_that_is_not_there_is_named(string data, params string[] words) =>
        ToolRun.Of("train", data, "--target", "big").Refuses(words);

    [Fact]
    public void A_query_that_is_refused_and_one_for_a_file_are_told()
    {
        Make("SQLite");
        ToolRun.Of("train", $"sqlite:{_folder["points.db"]}", "--query", "SELECT * FROM nothing", "--target", "big")
            .Refuses("points.db: ", "nothing");
        ToolRun.Of("train", _folder.Write("points.csv", "a,b\n1,2\n"), "--query", "SELECT 1", "--target", "b")
            .Refuses("--query is for a database");
    }

    private string Predict(string data, string[] query)
    {
        var output = ToolRun.Of(["predict", _folder["a.onnx"], data, .. query]).Succeeds().Output;
        return string.Join('\n', output.Split('\n').Select(line => string.Join(' ', line.Split(',').TakeLast(3))));
    }

    private (string Data, string[] Query) Make(string kind)
    {
        switch (kind)
        {
            case "gzip":
                Compress("points.csv.gz", $"{Header}\n{string.Join('\n', _lines)}\n");
                return (_folder["points.csv.gz"], []);
            case "parts":
                for (var i = 0; i < 3; i++)
                {
                    var rows = string.Join("\r\n", _lines[(20 * i)..(20 * (i + 1))]);
                    _folder.Write($"part-{i}.csv", $"{(i == 1 ? "\uFEFF" : "")}{Header}\r\n{rows}\r\n");
                }

                return (_folder["part-*.csv"], []);
            case "compressed parts without a last line end":
                for (var i = 0; i < 3; i++)
                    Compress($"part-{i}.csv.gz", $"{Header}\n{string.Join('\n', _lines[(20 * i)..(20 * (i + 1))])}");
                return (_folder["part-?.csv.gz"], []);
            case "JSON lines":
                return (_folder.Write("points.jsonl", string.Join('\n', _lines.Select(Json))), []);
            default:
                using (var connection = new SqliteConnection($"Data Source={_folder["points.db"]};Pooling=False"))
                {
                    connection.Open();
                    Run(connection, "CREATE TABLE points (x REAL, y REAL, colour TEXT, big TEXT)");
                    foreach (var line in _lines)
                    {
                        var cells = line.Split(',');
                        Run(connection, $"INSERT INTO points VALUES ({cells[0]}, {cells[1]}, '{cells[2]}', '{cells[3]}')");
                    }
                }

                return ($"sqlite:{_folder["points.db"]}", ["--query", "SELECT * FROM points"]);
        }
    }

    private static string Json(string line)
    {
        var cells = line.Split(',');
        return $$"""{"x": {{cells[0]}}, "y": {{cells[1]}}, "colour": "{{cells[2]}}", "big": "{{cells[3]}}"}""";
    }

    private void Compress(string name, string text)
    {
        using var file = new StreamWriter(new GZipStream(File.Create(_folder[name]), CompressionLevel.Fastest));
        file.Write(text);
    }

    private static void Run(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
