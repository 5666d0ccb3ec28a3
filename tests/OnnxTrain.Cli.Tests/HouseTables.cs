using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;

namespace OnnxTrain.Cli.Tests;

/// <summary>Rows of houses, in several kinds of tables.</summary>
internal static class HouseTables
{
    /// <summary>The header and so many rows of a CSV file: floors and cities are missing here and there.</summary>
    public static List<string> Lines(int count)
    {
        var random = new Random(5);
        string[] cities = ["Bern", "Zürich", "", "Genf"];
        var lines = new List<string> { "area,floor,city,garden,grade,day,price" };
        for (var i = 0; i < count; i++)
        {
            var (area, city) = (30 + (200 * random.NextDouble()), random.Next(cities.Length));
            var floor = random.Next(20) == 0 ? "" : random.Next(12).ToString(CultureInfo.InvariantCulture);
            var day = new DateOnly(2020, 1, 1).AddDays(random.Next(2000)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var (garden, grade) = (i % 3 == 0 ? "yes" : "no", area > 100 ? "1.0" : "2");
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"{area:F2},{floor},{cities[city]},{garden},{grade},{day},{area * (city + 1):F1}"));
        }

        return lines;
    }

    /// <summary>Writes the rows.</summary>
    /// <returns>What names them on the command line.</returns>
    public static string Write(Folder folder, string source, List<string> lines)
    {
        var count = lines.Count - 1;
        var text = string.Join('\n', lines) + "\n";
        switch (source)
        {
            case "gzip":
                using (var file = File.Create(folder["data.csv.gz"]))
                using (var gzip = new GZipStream(file, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
                return folder["data.csv.gz"];
            case "parts":
                for (var part = 0; part < 3; part++)
                {
                    var own = lines.Skip(1 + (part * count / 3)).Take(count / 3);
                    folder.Write($"part-{part}.csv", string.Join('\n', [lines[0], .. own]) + "\n");
                }

                return folder["part-*.csv"];
            case "jsonl":
                return folder.Write("data.jsonl", string.Join('\n', lines.Skip(1).Select(line => line.Split(',')).Select(cells =>
                    $"{{\"area\": {cells[0]}, \"floor\": {(cells[1].Length > 0 ? cells[1] : "null")}, \"city\": \"{cells[2]}\", "
                        + $"\"price\": {cells[6]}}}")));
            case "sqlite":
                using (var connection = new SqliteConnection($"Data Source={folder["data.db"]};Pooling=False"))
                {
                    connection.Open();
                    Run(connection, "create table houses (area real, floor integer, city text, price real)");
                    using var transaction = connection.BeginTransaction();
                    foreach (var cells in lines.Skip(1).Select(line => line.Split(',')))
                    {
                        var floor = cells[1].Length > 0 ? cells[1] : "null";
                        Run(connection, $"insert into houses values ({cells[0]}, {floor}, '{cells[2]}', {cells[6]})");
                    }

                    transaction.Commit();
                }

                return $"sqlite:{folder["data.db"]}?select * from houses";
            default:
                return folder.Write("data.csv", text);
        }
    }

    private static void Run(SqliteConnection connection, string command)
    {
        using var run = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are those of the test.
        run.CommandText = command;
#pragma warning restore CA2100
        run.ExecuteNonQuery();
    }
}
