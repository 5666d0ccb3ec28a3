using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Microsoft.Data.Sqlite;
using OnnxTrain.Tests.Data;
using Parquet;
using Parquet.Schema;

namespace OnnxTrain.Sources.Tests;

/// <summary>Dates, times and durations through every source: texts and values give the same numbers, to the bit.</summary>
public sealed class TimeRowsTests : IDisposable
{
    private static readonly Visit[] Visits =
    [
        .. Enumerable.Range(0, 500).Select(i => new Visit(
            i % 20 == 3 ? null : new DateTime(2021, 3, 1, 5, 10, 15).AddSeconds(i * 123_457L),
            new DateOnly(2019, 1, 1).AddDays(i * 37 % 1000), new TimeOnly(i * 7 % 24, i % 60), TimeSpan.FromSeconds(i * i * 1.5), i % 7)),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly List<IDisposable> _open = [];

    public static TheoryData<string> Sources => ["list", "sequence", "parquet", "arrow", "jsonl", "sqlite"];

    public void Dispose()
    {
        foreach (var open in _open) open.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Values_and_texts_are_encoded_to_the_same_bits(string source)
    {
        var expected = Numbers(CsvTable.Parse(Csv()));

        Assert.Equal(expected, Numbers(await Open(source)));
        Assert.Equal(expected, Numbers((await Open(source)).ToTable()));
        Assert.Equal(expected, Numbers((await Open(source)).Cache()));
    }

    [Theory]
    [InlineData("list", ElementType.Int64)]
    [InlineData("parquet", ElementType.Int64)]
    [InlineData("arrow", ElementType.Int64)]
    [InlineData("jsonl", ElementType.String)]
    [InlineData("sqlite", ElementType.String)]
    public async Task The_input_of_the_file_is_as_the_source_has_it(string source, ElementType type)
    {
        var model = Model(await Open(source));

        Assert.Equal([type, type], model.Inputs.Take(2).Select(input => input.ElementType));
        model.ExportOnnx(At("m.onnx"));
        OnnxVerifier.Verify(model, At("m.onnx"), (await Open(source)).ToTable()).ThrowIfDifferent();
    }

    [Fact]
    public async Task A_model_of_values_takes_texts_and_a_model_of_texts_takes_values()
    {
        var (texts, values) = (CsvTable.Parse(Csv()), await Open("parquet"));
        var (ofTexts, ofValues) = (Model(texts), Model(values));
        var expected = ofTexts.Predict(texts).Select(prediction => prediction.Value);

        Assert.Equal(expected, ofTexts.Predict(values).Select(prediction => prediction.Value));
        Assert.Equal(expected, ofValues.Predict(values).Select(prediction => prediction.Value));
        Assert.Equal(expected, ofValues.Predict(texts).Select(prediction => prediction.Value));
        ofTexts.ExportOnnx(At("texts.onnx"));
        ofValues.ExportOnnx(At("values.onnx"));
        foreach (var file in (string[])["texts.onnx", "values.onnx"])
        {
            using var predictor = new OnnxPredictor(At(file));
            var csv = CsvTable.Parse(Csv(), predictor.ReadingOptions);
            Assert.Equal(Visits.Length, predictor.Predict(csv).Count);
            Assert.Equal(
                predictor.Predict(csv).Select(prediction => prediction.Value),
                predictor.Predict(values.ToTable()).Select(prediction => prediction.Value));
        }
    }

    [Fact]
    public void An_object_is_predicted_by_its_values()
    {
        var rows = Rows.From(Visits, Visit.Name);
        var model = Model(rows);

        Assert.Equal(model.Predict(rows)[9].Value, model.Predict(Visits[9], rows).Value);
    }

    [Fact]
    public void Offsets_and_missing_values_of_objects_are_read()
    {
        var time = new DateTimeOffset(2024, 3, 1, 1, 30, 0, TimeSpan.FromHours(2));
        var rows = Rows.From(
            [time, (DateTimeOffset?)null], c => c.Time("at", t => t).Time("day", t => (DateTime?)t?.Date).Duration("for", t => t?.Offset));
        var block = new RowBlock(rows.Columns, 2);
        using var reader = rows.Open([0, 1, 2]);
        reader.Read(0, 2, block);

        Assert.Equal([new DateTime(2024, 2, 29, 23, 30, 0).Ticks, -1], block.Values<long>(0));
        Assert.Equal([new DateTime(2024, 3, 1).Ticks, -1], block.Values<long>(1));
        Assert.Equal([7200, double.NaN], block.Values<double>(2));
        Assert.Equal(["2024-02-29T23:30:00", ""], rows.ToTable()["at"].Strings.ToArray());
    }

    [Fact]
    public void Rows_are_split_by_the_time_of_texts_of_any_form()
    {
        var days = Enumerable.Range(0, 60).Select(i => new DateOnly(2023, 12, 1).AddDays(i * 37 % 60)).ToArray();
        var table = CsvTable.Parse("day\n" + string.Concat(days.Select(day => Invariant($"{day:dd.MM.yyyy}\n"))));

        var (train, test) = table.SplitByTime("day", 0.75);

        Assert.Equal(45, train.RowCount);
        Assert.True(Last(train, max: true) < Last(test, max: false));

        static DateOnly Last(IRowSource rows, bool max)
        {
            var read = rows.ToTable()["day"].Strings.ToArray()
                .Select(text => DateOnly.ParseExact(text, "dd.MM.yyyy", CultureInfo.InvariantCulture));
            return max ? read.Max() : read.Min();
        }
    }

    [Fact]
    public void Rows_are_not_split_by_dates_that_can_be_read_in_two_ways()
    {
        var table = CsvTable.Parse("day\n03/04/2024\n04/03/2024\n05/05/2024\n06/06/2024\n");

        var message = Assert.Throws<DataException>(() => table.SplitByTime("day", 0.5)).Message;

        Assert.Contains(
            "which can be read as dd/MM/yyyy and as MM/dd/yyyy, so their order is not known", message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => table.FoldsByTime("day", 2));
        Assert.Equal(2, table.FoldsByGroup("day", 2).Count);
    }

    private string At(string file) => Path.Combine(_folder.Path, file);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static DataModel Model(IRowSource rows) => TabularModel.Regressor(rows, "score", [4]);

    private static float[] Numbers(IRowSource rows)
    {
        var encoded = Model(rows).Encode(rows);
        var block = new RowBlock(encoded.Columns, Visits.Length);
        using var reader = encoded.Open([.. Enumerable.Range(0, encoded.Columns.Count)]);
        Assert.Equal(Visits.Length, reader.Read(0, Visits.Length, block));
        return block.Values<float>(0).ToArray();
    }

    private static string Csv() => "at,day,clock,took,score\n" + string.Concat(Visits.Select(v =>
        Invariant($"{v.At:yyyy-MM-dd HH:mm:ss},{v.Day:yyyy-MM-dd},{v.Clock:HH:mm},{v.Took:c},{v.Score}\n")));

    private async Task<IRowSource> Open(string source)
    {
        var path = At($"rows.{source}");
        switch (source)
        {
            case "list":
                return Rows.From(Visits, Visit.Name);
            case "sequence":
                return Rows.From(Visits.Where(_ => true), Visit.Name);
            case "parquet":
                await WriteParquet(path);
                return ParquetRows.Open(path);
            case "arrow":
                WriteArrow(path);
                return ArrowRows.Open(path);
            case "jsonl":
                File.WriteAllText(path, string.Concat(Visits.Select(v => (v.At is { } at ? Invariant($"{{\"at\":\"{at:s}\",") : "{")
                    + Invariant($"\"day\":\"{v.Day:yyyy-MM-dd}\",\"clock\":\"{v.Clock:HH:mm}\",")
                    + Invariant($"\"took\":\"{v.Took:c}\",\"score\":{v.Score}}}\n"))));
                return JsonLines.Open(path);
            default:
                return DatabaseRows.Query(Sqlite(path), "SELECT * FROM visits");
        }
    }

    private SqliteConnection Sqlite(string path)
    {
        var isNew = !File.Exists(path);
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _open.Add(connection);
        connection.Open();
        if (!isNew) return connection;
        var rows = Visits.Select(v => (v.At is { } at ? Invariant($"('{at:yyyy-MM-dd HH:mm:ss}',") : "(NULL,")
            + Invariant($"'{v.Day:yyyy-MM-dd}',")
            + Invariant($"'{v.Clock:HH:mm}','{v.Took:c}',{v.Score})"));
        HouseDatabases.Execute(connection, "CREATE TABLE visits (at TEXT, day TEXT, clock TEXT, took TEXT, score REAL)");
        HouseDatabases.Execute(connection, $"INSERT INTO visits VALUES {string.Join(',', rows)}");
        return connection;
    }

    private static async Task WriteParquet(string path)
    {
        DataField[] fields =
        [
            new DateTimeDataField("at", DateTimeFormat.DateAndTimeMicros, isNullable: true), new DataField<DateOnly>("day"),
            new DataField<string>("clock"), new DataField<string>("took"), new DataField<double>("score"),
        ];
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync<DateTime>(fields[0], Visits.Select(v => v.At).ToArray().AsMemory());
        await group.WriteAsync<DateOnly>(fields[1], Visits.Select(v => v.Day).ToArray().AsMemory());
        await group.WriteAsync(fields[2], Visits.Select(v => v.Clock.ToString("HH:mm", CultureInfo.InvariantCulture)).ToArray());
        await group.WriteAsync(fields[3], Visits.Select(v => v.Took.ToString("c", CultureInfo.InvariantCulture)).ToArray());
        await group.WriteAsync<double>(fields[4], Visits.Select(v => (double)v.Score).ToArray().AsMemory());
    }

    private static void WriteArrow(string path)
    {
        var (at, day) = (new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, (string?)null)), new Date32Array.Builder());
        var clock = new Time64Array.Builder(new Time64Type(TimeUnit.Microsecond));
        var (took, score) = (new DurationArray.Builder(DurationType.Microsecond), new DoubleArray.Builder());
        foreach (var visit in Visits)
        {
            if (visit.At is { } time) at.Append(new DateTimeOffset(time, TimeSpan.Zero));
            else at.AppendNull();
            day.Append(visit.Day.ToDateTime(default, DateTimeKind.Utc));
            clock.Append(visit.Clock.Ticks / TimeSpan.TicksPerMicrosecond);
            took.Append(visit.Took);
            score.Append(visit.Score);
        }

        IArrowArray[] arrays = [at.Build(), day.Build(), clock.Build(), took.Build(), score.Build()];
        string[] names = ["at", "day", "clock", "took", "score"];
        var fields = arrays.Select((array, i) => new Apache.Arrow.Field(names[i], array.Data.DataType, nullable: true));
        var schema = new Apache.Arrow.Schema([.. fields], null);
        using var file = File.Create(path);
        using var writer = new ArrowFileWriter(file, schema);
        writer.WriteRecordBatch(new(schema, arrays, Visits.Length));
        writer.WriteEnd();
    }

    private sealed record Visit(DateTime? At, DateOnly Day, TimeOnly Clock, TimeSpan Took, int Score)
    {
        public static void Name(ObjectColumns<Visit> columns) => columns
            .Time("at", v => v.At)
            .Time("day", v => v.Day)
            .Time("clock", v => v.Clock)
            .Duration("took", v => v.Took)
            .Number("score", v => v.Score);
    }

    [Fact]
    public void A_time_that_is_written_in_two_ways_is_not_split()
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"2024-03-{1 + (i / 4):00}{(i % 2 == 0 ? "" : " 00:00:00")},{i}\n"));
        var (train, test) = CsvTable.Parse($"day,y\n{rows}").SplitByTime("day", 0.75);

        Assert.Equal(40, train.RowCount + test.RowCount);
        Assert.Empty(Days(train).Intersect(Days(test)));

        static string[] Days(IRowSource rows) => [.. rows.ToTable()["day"].Strings.ToArray().Select(text => text[..10]).Distinct()];
    }
}
