using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Apache.Arrow.Ipc;
using OnnxTrain.Tests.Data;
using Parquet;

namespace OnnxTrain.Sources.Tests;

/// <summary>The same rows through every source: the same features learned and the same model trained, to the bit.</summary>
public sealed class SameRowsTests : IDisposable
{
    private static readonly House[] Houses = House.Some();
    private static readonly Lazy<string> Expected = new(() => Trained(CsvTable.Parse(
        System.Text.Encoding.UTF8.GetString(HouseFiles.Csv(Houses)))));

    private readonly TemporaryFolder _folder = new();
    private readonly List<IDisposable> _open = [];

    public static TheoryData<string> Sources =>
    [
        "csv", "csv.gz", "jsonl", "jsonl.gz", "parquet", "parquet, zstd", "arrow", "arrow, zstd", "arrow stream, dictionary", "sqlite",
        "duckdb", "list", "sequence", "async sequence", "data view", "data frame", "cache", "on disk, csv", "on disk, jsonl.gz",
        "on disk, parquet", "on disk, arrow, zstd", "on disk, sqlite", "on disk, list",
    ];

    public void Dispose()
    {
        foreach (var open in _open) open.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Block_by_block_every_source_trains_the_model_of_the_csv_file(string source) =>
        Assert.Equal(Expected.Value, Trained(await Open(source)));

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task As_a_table_every_source_trains_the_model_of_the_csv_file(string source) =>
        Assert.Equal(Expected.Value, Trained((await Open(source)).ToTable()));

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_fingerprint_stays_the_same_and_knows_one_changed_value(string source)
    {
        var (one, again) = ((await Open(source)).Fingerprint(), (await Open(source)).Fingerprint());
        House[] changed = [.. Houses];
        changed[7777] = changed[7777] with { Price = changed[7777].Price + 1 };

        Assert.Equal(one, again);
        Assert.NotEqual(one, (await Open(source, changed)).Fingerprint());
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_source_is_read_again_from_the_beginning_and_from_the_middle(string source)
    {
        var rows = await Open(source);
        var price = rows.Columns.ToList().FindIndex(column => column.Name == "price");
        var block = new RowBlock([rows.Columns[price]], 100);
        float[] expected = [.. Houses.Select(h => (float)h.Price)];
        for (var time = 0; time < 2; time++)
        {
            using var reader = rows.Open([price]);
            foreach (var first in (int[])[0, 100, 2_950, 9_950, 10_000])
            {
                var count = reader.Read(first, 100, block);
                var numbers = new float[100];
                block.Convert(0, count, numbers);

                Assert.Equal(Math.Min(100, 10_000 - first), count);
                Assert.Equal(expected.Skip(first).Take(100), numbers.Take(count));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Whole_numbers_that_name_categories_keep_all_their_digits(string source)
    {
        if (source is "list" or "sequence" or "async sequence" or "cache" or "on disk, list") return;
        var table = (await Open(source, types: new() { ["id"] = ColumnKind.Categorical })).ToTable();

        Assert.Equal(Houses.Select(h => h.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)), table["id"].Strings.ToArray());
    }

    [Fact]
    public async Task Features_learn_the_mean_of_the_numbers_that_are_there()
    {
        var model = TabularModel.Regressor(await Open("parquet"), "price");
        var json = JsonDocument.Parse(model.Metadata["onnxtrain.model"]).RootElement;
        var area = json.GetProperty("features").EnumerateArray().First(f => f.GetProperty("name").GetString() == "area");

        var mean = Houses.Where(h => h.Area is not null).Average(h => h.Area!.Value);

        Assert.Equal(mean, area.GetProperty("mean").GetDouble(), 1e-9);
    }

    [Fact]
    public void Tensors_train_the_model_of_the_objects_that_they_were_made_of()
    {
        House[] whole = [.. Houses.Where(h => h.Area is not null)];
        var tensors = new Dataset(
            [
                Tensor.Create(whole.Select(h => h.Area!.Value).ToArray(), [whole.Length, 1]),
                Tensor.Create(whole.Select(h => h.Id).ToArray(), [whole.Length, 1]),
            ],
            Tensor.Create(whole.Select(h => h.Price).ToArray(), [whole.Length, 1]));
        var objects = Rows.From(
            whole, c => c.Number("features0", h => h.Area).Integer("features1", h => h.Id).Number("target", h => h.Price));

        Assert.Equal(Trained(objects, "target"), Trained(tensors.ToTable(), "target"));
    }

    [Fact]
    public void Classes_weights_and_left_out_columns_are_those_of_a_table()
    {
        var rows = Rows.From(
            Houses.Where(h => h.Garden is not null), c => c.Number("area", h => h.Area).Category("city", h => h.City)
                .Number("price", h => h.Price).Boolean("garden", h => h.Garden).Integer("id", h => h.Id));
        var options = new TabularOptions { Weight = "price", Ignore = ["id"], Scaling = Scaling.Robust };
        var (blocks, table) = (TabularModel.Classifier(rows, "garden", [8], options), rows.ToTable());
        var whole = TabularModel.Classifier(table, "garden", [8], options);

        Assert.Equal(["area", "city"], blocks.Columns);
        Assert.Equal(["false", "true"], blocks.Classes);
        Assert.Equal(Trained(whole, whole.Encode(table)), Trained(blocks, blocks.Encode(rows)));
    }

    [Fact]
    public void A_column_that_is_not_there_is_told_with_a_similar_one()
    {
        var rows = Rows.From(Houses, House.Name);

        var message = Assert.Throws<DataException>(() => TabularModel.Regressor(rows, "prise")).Message;
        Feature[] features = [new NumberFeature("aera")];
        var feature = Assert.Throws<DataException>(() => DataModel.Create(rows, features, [new NumberTarget("price")])).Message;

        Assert.Contains("House has no column 'prise'. Did you mean 'price'?", message, StringComparison.Ordinal);
        Assert.Contains("House has no column 'aera'. Did you mean 'area'?", feature, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_target_is_told_with_its_row()
    {
        var rows = Rows.From([1.0, double.NaN, 3.0], c => c.Number("x", x => 1).Number("y", x => x));

        var message = Assert.Throws<DataException>(() => TabularModel.Regressor(rows, "y")).Message;

        Assert.Contains("Double, row 2: the target 'y' is missing", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_is_predicted_as_its_row_of_the_table_is()
    {
        var rows = Rows.From(Houses, House.Name);
        var model = TabularModel.Regressor(rows, "price");
        var expected = model.Predict(rows.ToTable());

        Assert.Equal(expected[17].Value, model.Predict(Houses[17] with { Price = double.NaN }, rows).Value);
        Assert.Equal(expected.Select(p => p.Value), model.Predict(rows).Select(p => p.Value));
    }

    private static string Trained(IRowSource rows, string target = "price")
    {
        var model = TabularModel.Regressor(rows, target, hidden: [16]);
        return Trained(model, model.Encode(rows));
    }

    private static string Trained(CsvTable table)
    {
        var model = TabularModel.Regressor(table, "price", hidden: [16]);
        return Trained(model, model.Encode(table));
    }

    /// <summary>What the features learned, and a hash of the parameters after two epochs.</summary>
    private static string Trained(DataModel model, IRowSource rows)
    {
        using var trainer = new Trainer(model, new Adam(1e-2), options: new() { Seed = 3, BatchSize = 256 });
        trainer.Fit(rows, epochs: 2);
        return $"{string.Join('\n', model.Metadata)}\n{Convert.ToHexStringLower(SHA256.HashData(model.Trained.Snapshot()))}";
    }

    private async Task<IRowSource> Open(string source, House[]? houses = null, Dictionary<string, ColumnKind>? types = null)
    {
        const string onDisk = "on disk, ";
        if (source.StartsWith(onDisk, StringComparison.Ordinal))
            return (await Open(source[onDisk.Length..], houses, types)).CacheOnDisk(_folder.Path);
        houses ??= Houses;
        var options = new RowSourceOptions { Types = types ?? [] };
        var csv = new CsvOptions { Types = types ?? [] };
        var path = Path.Combine(_folder.Path, $"houses-{Guid.NewGuid():N}");
        switch (source)
        {
            case "csv":
                return CsvTable.Read(_folder.Write(path, HouseFiles.Csv(houses)), csv);
            case "csv.gz":
                return CsvTable.Read(_folder.Write(path, HouseFiles.Gzip(HouseFiles.Csv(houses))), csv);
            case "jsonl":
                return JsonLines.Open(_folder.Write(path, HouseFiles.JsonLines(houses)), options);
            case "jsonl.gz":
                return JsonLines.Open(_folder.Write(path, HouseFiles.Gzip(HouseFiles.JsonLines(houses))), options);
            case "parquet":
                await HouseFiles.WriteParquet(path, houses);
                return ParquetRows.Open(path, options);
            case "parquet, zstd":
                await HouseFiles.WriteParquet(path, houses, CompressionMethod.Zstd);
                return ParquetRows.Open(path, options);
            case "arrow":
                HouseFiles.WriteArrow(path, houses, hasIndex: true);
                return ArrowRows.Open(path, options);
            case "arrow, zstd":
                var compressed = new IpcOptions
                {
                    CompressionCodec = CompressionCodecType.Zstd,
                    CompressionCodecFactory = new Apache.Arrow.Compression.CompressionCodecFactory(),
                };
                HouseFiles.WriteArrow(path, houses, hasIndex: true, compressed);
                return ArrowRows.Open(path, options);
            case "arrow stream, dictionary":
                HouseFiles.WriteArrow(path, houses, hasIndex: false);
                return ArrowRows.Open(path, options);
            case "sqlite":
                // SQLite knows no truth values.
                var kinds = new Dictionary<string, ColumnKind>(types ?? []) { ["garden"] = ColumnKind.Boolean };
                return DatabaseRows.Query(Kept(HouseDatabases.Sqlite(houses)), HouseDatabases.Query, new() { Types = kinds });
            case "duckdb":
                return DatabaseRows.Query(Kept(HouseDatabases.DuckDb(houses)), HouseDatabases.Query, options);
            case "data view":
                // Nor does ML.NET know truth values that are missing.
                var truths = new Dictionary<string, ColumnKind>(types ?? []) { ["garden"] = ColumnKind.Boolean };
                return DataViewRows.From(HouseViews.View(houses), new() { Types = truths });
            case "data frame":
                return DataViewRows.From(HouseViews.Frame(houses), options);
            case "list":
                return Rows.From(houses, House.Name);
            case "sequence":
                return Rows.From(houses.Where(_ => true), House.Name);
            case "async sequence":
                return Rows.From(Slowly(houses), House.Name);
            default:
                return Rows.From(houses.Where(_ => true), House.Name).Cache();
        }
    }

    private T Kept<T>(T open)
        where T : IDisposable
    {
        _open.Add(open);
        return open;
    }

    private static async IAsyncEnumerable<House> Slowly(
        House[] houses, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < houses.Length; i++)
        {
            if (i % 1000 == 0) await Task.Delay(1, cancellationToken);
            yield return houses[i];
        }
    }
}
