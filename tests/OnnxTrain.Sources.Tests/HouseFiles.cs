using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Parquet;
using Parquet.Schema;

namespace OnnxTrain.Sources.Tests;

/// <summary>Writes houses in each format, by the format's own writer.</summary>
internal static class HouseFiles
{
    private const int RowsAtOnce = 3_000;

    public static byte[] Csv(House[] houses)
    {
        static string Quoted(string? text) => text is null ? "" : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var text = new StringBuilder(string.Join(',', House.Columns) + "\n");
        foreach (var h in houses)
        {
            text.Append(CultureInfo.InvariantCulture, $"{h.Area:R},{h.Id},{Quoted(h.City)},{h.Garden?.ToString().ToLowerInvariant()},");
            text.Append(CultureInfo.InvariantCulture, $"{h.Floor},{h.Price:R}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(content);
        return packed.ToArray();
    }

    /// <summary>A missing value is null in one row and a missing key in the next.</summary>
    public static byte[] JsonLines(House[] houses)
    {
        var lines = new MemoryStream();
        for (var i = 0; i < houses.Length; i++)
        {
            using (var json = new Utf8JsonWriter(lines))
            {
                var h = houses[i];
                json.WriteStartObject();
                if (h.Area is { } area) json.WriteNumber("area", area);
                else if (i % 2 == 0) json.WriteNull("area");
                json.WriteNumber("id", h.Id);
                if (h.City is not null || i % 2 == 0) json.WriteString("city", h.City);
                if (h.Garden is { } garden) json.WriteBoolean("garden", garden);
                if (h.Floor is { } floor) json.WriteNumber("floor", floor);
                else json.WriteNull("floor");
                json.WriteNumber("price", h.Price);
                json.WriteEndObject();
            }

            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    public static async Task WriteParquet(string path, House[] houses, CompressionMethod compression = CompressionMethod.Snappy)
    {
        DataField[] fields =
        [
            new DataField<double>("area", nullable: true), new DataField<long>("id"), new DataField<string>("city"),
            new DataField<bool>("garden", nullable: true), new DataField<int>("floor", nullable: true), new DataField<double>("price"),
        ];
        await using var file = File.Create(path);
        var options = new ParquetOptions { CompressionMethod = compression };
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file, options);
        foreach (var rows in houses.Chunk(RowsAtOnce))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<double>(fields[0], rows.Select(h => h.Area).ToArray().AsMemory());
            await group.WriteAsync<long>(fields[1], rows.Select(h => h.Id).ToArray().AsMemory());
            await group.WriteAsync(fields[2], rows.Select(h => h.City!).ToArray());
            await group.WriteAsync<bool>(fields[3], rows.Select(h => h.Garden).ToArray().AsMemory());
            await group.WriteAsync<int>(fields[4], rows.Select(h => h.Floor).ToArray().AsMemory());
            await group.WriteAsync<double>(fields[5], rows.Select(h => h.Price).ToArray().AsMemory());
        }
    }

    /// <param name="path">The file.</param>
    /// <param name="houses">The rows.</param>
    /// <param name="hasIndex">Whether it ends with an index of its batches; else it is a stream.</param>
    /// <param name="options">How it is compressed.</param>
    public static void WriteArrow(string path, House[] houses, bool hasIndex, IpcOptions? options = null)
    {
        var schema = new Schema(
            [
                new("area", DoubleType.Default, nullable: true), new("id", Int64Type.Default, nullable: false),
                new("city", hasIndex ? StringType.Default : new DictionaryType(Int32Type.Default, StringType.Default, false),
                    nullable: true),
                new("garden", BooleanType.Default, nullable: true), new("floor", Int32Type.Default, nullable: true),
                new("price", DoubleType.Default, nullable: false),
            ],
            metadata: null);
        using var file = File.Create(path);
        using var writer = hasIndex
            ? new ArrowFileWriter(file, schema, leaveOpen: true, options ?? new())
            : new ArrowStreamWriter(file, schema, leaveOpen: true, options ?? new());
        string[] cities = [.. houses.Select(h => h.City).OfType<string>().Distinct()];
        foreach (var rows in houses.Chunk(RowsAtOnce))
        {
            using var batch = new RecordBatch(
                schema,
                [
                    Numbers(rows, h => h.Area),
                    new Int64Array.Builder().AppendRange(rows.Select(h => h.Id)).Build(),
                    hasIndex ? Texts(rows.Select(h => h.City)) : new DictionaryArray(
                        (DictionaryType)schema.FieldsList[2].DataType,
                        Numbers(rows, h => h.City is null ? null : System.Array.IndexOf(cities, h.City)),
                        Texts(cities)),
                    Truths(rows.Select(h => h.Garden)),
                    Numbers(rows, h => h.Floor),
                    new DoubleArray.Builder().AppendRange(rows.Select(h => h.Price)).Build(),
                ],
                rows.Length);
            writer.WriteRecordBatch(batch);
        }

        writer.WriteEnd();
    }

    private static DoubleArray Numbers(House[] rows, Func<House, double?> value)
    {
        var numbers = new DoubleArray.Builder();
        foreach (var row in rows)
        {
            if (value(row) is { } number) numbers.Append(number);
            else numbers.AppendNull();
        }

        return numbers.Build();
    }

    private static Int32Array Numbers(House[] rows, Func<House, int?> value)
    {
        var numbers = new Int32Array.Builder();
        foreach (var row in rows)
        {
            if (value(row) is { } number) numbers.Append(number);
            else numbers.AppendNull();
        }

        return numbers.Build();
    }

    private static BooleanArray Truths(IEnumerable<bool?> values)
    {
        var truths = new BooleanArray.Builder();
        foreach (var value in values)
        {
            if (value is { } truth) truths.Append(truth);
            else truths.AppendNull();
        }

        return truths.Build();
    }

    private static StringArray Texts(IEnumerable<string?> texts) => new StringArray.Builder().AppendRange(texts!).Build();
}
