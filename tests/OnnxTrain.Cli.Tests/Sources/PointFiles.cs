using System.Globalization;
using System.IO.Compression;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Microsoft.Data.Sqlite;
using Parquet;
using Parquet.Schema;

namespace OnnxTrain.Cli.Tests.Sources;

/// <summary>The same rows in every kind of table.</summary>
internal sealed class PointFiles(Folder folder)
{
    public const string Header = "x,y,colour,big";

    private readonly string[] _lines = [.. Tables.Points(60).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];

    public static string[] Kinds =>
    [
        "CSV", "text", "unknown ending", "gzip", "parts", "parts by name", "packed parts", "parts in UTF-16", "parts after an empty one",
        "parts with quoted headers", "JSON lines", "JSON lines named .json", "packed JSON lines", "parts of JSON lines", "Parquet",
        "parts of Parquet", "Parquet named .csv", "Arrow", "parts of Arrow by name", "SQLite",
    ];

    public string[] Lines => _lines;

    /// <summary>Writes the rows.</summary>
    /// <returns>What names them on the command line.</returns>
    public async Task<string[]> Write(string kind)
    {
        switch (kind)
        {
            case "CSV": return [folder.Write("points.csv", Csv(_lines))];
            case "text": return [folder.Write("points.txt", Csv(_lines).Replace(',', '\t'))];
            case "unknown ending": return [folder.Write("points.2026-11", Csv(_lines))];
            case "gzip": return [Packed("points.csv.gz", Csv(_lines))];
            case "parts":
                return Parts((i, rows) => folder.Write($"part-{i}.csv", (i == 1 ? "\uFEFF" : "") + Csv(rows, "\r\n")), "part-*.csv");
            case "parts by name": return Parts((i, rows) => folder.Write($"part-{i}.csv", Csv(rows)));
            case "packed parts": return Parts((i, rows) => Packed($"part-{i}.csv.gz", Csv(rows).TrimEnd()), "part-?.csv.gz");
            case "parts in UTF-16": return Parts((i, rows) => Encoded($"part-{i}.csv", Csv(rows), i), "part-*.csv");
            case "parts after an empty one":
                folder.Write("part-.csv", "");
                folder.Write("part-0a.csv", "\n\n");
                return Parts((i, rows) => folder.Write($"part-{i}.csv", Csv(rows)), "part-*.csv");
            case "parts with quoted headers":
                const string quoted = "\"x\", \"y\",\"colour\",big ";
                return Parts((i, rows) => folder.Write(
                    $"part-{i}.csv", Csv(rows).Replace(Header, i == 1 ? quoted : Header, StringComparison.Ordinal)));
            case "JSON lines": return [folder.Write("points.jsonl", Json(_lines))];
            case "JSON lines named .json": return [folder.Write("points.json", Json(_lines))];
            case "packed JSON lines": return [Packed("points.jsonl.gz", Json(_lines))];
            case "parts of JSON lines": return Parts((i, rows) => folder.Write($"part-{i}.jsonl", Json(rows)), "part-*.jsonl");
            case "Parquet": return [await Parquet("points.parquet", _lines)];
            case "Parquet named .csv": return [await Parquet("points.csv", _lines)];
            case "parts of Parquet":
                for (var i = 0; i < 3; i++) await Parquet($"part-{i}.parquet", Part(i));
                return [folder["part-*.parquet"]];
            case "Arrow": return [Arrow("points.arrow", _lines)];
            case "parts of Arrow by name": return Parts((i, rows) => Arrow($"part-{i}.feather", rows));
            default: return Sqlite();
        }
    }

    private string[] Parts(Func<int, string[], string> write, string? pattern = null)
    {
        string[] files = [.. Enumerable.Range(0, 3).Select(i => write(i, Part(i)))];
        return pattern is null ? files : [folder[pattern]];
    }

    private string[] Part(int part) => _lines[(20 * part)..(20 * (part + 1))];

    private static string Csv(string[] rows, string end = "\n") => string.Concat(rows.Prepend(Header).Select(row => row + end));

    private static string Json(string[] rows) => string.Join('\n', rows.Select(row => row.Split(',')).Select(cells =>
        $$"""{"x": {{cells[0]}}, "y": {{cells[1]}}, "colour": "{{cells[2]}}", "big": "{{cells[3]}}"}"""));

    private string Packed(string name, string text)
    {
        using var file = new StreamWriter(new GZipStream(File.Create(folder[name]), CompressionLevel.Fastest));
        file.Write(text);
        return folder[name];
    }

    private string Encoded(string name, string text, int part)
    {
        File.WriteAllText(folder[name], text, part == 0 ? Encoding.Unicode : part == 1 ? Encoding.BigEndianUnicode : Encoding.UTF8);
        return folder[name];
    }

    private async Task<string> Parquet(string name, string[] rows)
    {
        DataField[] fields =
        [
            new DataField<double>("x"), new DataField<double>("y"), new DataField<string>("colour"), new DataField<string>("big"),
        ];
        string[][] cells = [.. rows.Select(row => row.Split(','))];
        await using var file = File.Create(folder[name]);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync<double>(fields[0], Numbers(cells, 0).AsMemory());
        await group.WriteAsync<double>(fields[1], Numbers(cells, 1).AsMemory());
        await group.WriteAsync(fields[2], cells.Select(row => row[2]).ToArray());
        await group.WriteAsync(fields[3], cells.Select(row => row[3]).ToArray());
        return folder[name];
    }

    private string Arrow(string name, string[] rows)
    {
        string[][] cells = [.. rows.Select(row => row.Split(','))];
        var schema = new Schema(
            [
                new("x", DoubleType.Default, nullable: false), new("y", DoubleType.Default, nullable: false),
                new("colour", StringType.Default, nullable: false), new("big", StringType.Default, nullable: false),
            ],
            metadata: null);
        using var file = File.Create(folder[name]);
        using var writer = new ArrowFileWriter(file, schema);
        writer.WriteRecordBatch(new(
            schema,
            [
                new DoubleArray.Builder().AppendRange(Numbers(cells, 0)).Build(),
                new DoubleArray.Builder().AppendRange(Numbers(cells, 1)).Build(),
                new StringArray.Builder().AppendRange(cells.Select(row => row[2])).Build(),
                new StringArray.Builder().AppendRange(cells.Select(row => row[3])).Build(),
            ],
            cells.Length));
        writer.WriteEnd();
        return folder[name];
    }

    private string[] Sqlite()
    {
        using var connection = new SqliteConnection($"Data Source={folder["points.db"]};Pooling=False");
        connection.Open();
        Run(connection, "CREATE TABLE points (x REAL, y REAL, colour TEXT, big TEXT)");
        foreach (var cells in _lines.Select(line => line.Split(',')))
            Run(connection, $"INSERT INTO points VALUES ({cells[0]}, {cells[1]}, '{cells[2]}', '{cells[3]}')");
        return [$"sqlite:{folder["points.db"]}", "--query", "SELECT * FROM points"];
    }

    private static double[] Numbers(string[][] cells, int column) =>
        [.. cells.Select(row => double.Parse(row[column], CultureInfo.InvariantCulture))];

    private static void Run(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
