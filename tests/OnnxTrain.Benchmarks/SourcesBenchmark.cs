using System.Diagnostics;
using System.Globalization;
using OnnxTrain.Sources.Tests;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// <c>sources [--rows N] [--seconds S]</c>: prints for each source of rows how many rows a second are read block by block, as features read
/// them, and into a table, and the megabytes of its file. The rows are those of the tests: four columns of numbers, one of texts, one of
/// truth values, some of them missing.
/// </summary>
internal static class SourcesBenchmark
{
    public static int Run(string[] args)
    {
        var options = BenchmarkOptions.Parse(args);
        var (rows, seconds) = ((int)options.Number("rows", 200_000), options.Seconds);
        var houses = House.Some(rows);
        var folder = Directory.CreateTempSubdirectory("onnxtrain-sources-");
        try
        {
            string At(string name) => Path.Combine(folder.FullName, name);
            var (csv, json) = (HouseFiles.Csv(houses), HouseFiles.JsonLines(houses));
            File.WriteAllBytes(At("houses.csv"), csv);
            File.WriteAllBytes(At("houses.csv.gz"), HouseFiles.Gzip(csv));
            File.WriteAllBytes(At("houses.jsonl"), json);
            File.WriteAllBytes(At("houses.jsonl.gz"), HouseFiles.Gzip(json));
            HouseFiles.WriteParquet(At("houses.parquet"), houses).GetAwaiter().GetResult();
            HouseFiles.WriteArrow(At("houses.arrow"), houses, hasIndex: true);
            HouseFiles.WriteArrow(At("houses.arrows"), houses, hasIndex: false);
            using var sqlite = HouseDatabases.Sqlite(houses);
            using var duckDb = HouseDatabases.DuckDb(houses);
            Console.WriteLine("source\trows a second, opened and read\tinto a table\tMB");
            (string Name, string? File, Func<IRowSource> Open)[] sources =
            [
                ("CSV", At("houses.csv"), () => CsvTable.Read(At("houses.csv"))),
                ("CSV, gzip", At("houses.csv.gz"), () => CsvTable.Read(At("houses.csv.gz"))),
                ("JSON lines", At("houses.jsonl"), () => JsonLines.Open(At("houses.jsonl"))),
                ("JSON lines, gzip", At("houses.jsonl.gz"), () => JsonLines.Open(At("houses.jsonl.gz"))),
                ("Parquet, Snappy", At("houses.parquet"), () => ParquetRows.Open(At("houses.parquet"))),
                ("Arrow", At("houses.arrow"), () => ArrowRows.Open(At("houses.arrow"))),
                ("Arrow, stream with dictionary", At("houses.arrows"), () => ArrowRows.Open(At("houses.arrows"))),
                ("SQLite, in memory", null, () => DatabaseRows.Query(sqlite, HouseDatabases.Query)),
                ("DuckDB, in memory", null, () => DatabaseRows.Query(duckDb, HouseDatabases.Query)),
                ("IEnumerable", null, () => Rows.From(houses.Where(_ => true), House.Name)),
                ("IAsyncEnumerable", null, () => Rows.From(Async(houses), House.Name)),
                ("list", null, () => Rows.From(houses, House.Name)),
            ];
            foreach (var (name, file, open) in sources)
            {
                var (read, table) = (Speed(rows, seconds, () => Scan(open())), Speed(rows, seconds, () => open().ToTable()));
                var size = file is null ? "" : (new FileInfo(file).Length / 1e6).ToString("F1", CultureInfo.InvariantCulture);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{read:N0}\t{table:N0}\t{size}"));
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Scan(IRowSource source) => RowScan.Run(source, [.. Enumerable.Range(0, source.Columns.Count)], (_, _, _) => { });

    /// <summary>Rows a second, the best of the runs that a time allows; the first warms up.</summary>
    private static double Speed(int rows, double seconds, Action read)
    {
        read();
        var (start, best) = (Stopwatch.GetTimestamp(), TimeSpan.MaxValue);
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            var begin = Stopwatch.GetTimestamp();
            read();
            var time = Stopwatch.GetElapsedTime(begin);
            if (time < best) best = time;
        }

        return rows / best.TotalSeconds;
    }

    private static async IAsyncEnumerable<House> Async(House[] houses)
    {
        foreach (var house in houses)
        {
            await Task.CompletedTask;
            yield return house;
        }
    }
}
