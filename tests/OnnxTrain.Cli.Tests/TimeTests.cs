using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace OnnxTrain.Cli.Tests;

/// <summary>Tables with dates, times and durations.</summary>
public sealed class TimeTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dates_are_recognized_trained_verified_and_predicted()
    {
        var data = _folder.Write("d.csv", Table(day => $"{day:dd.MM.yyyy}"));

        var output = Train(data, "m.onnx").Succeeds().Output;

        Assert.Contains("inputs         3 times, 1 duration", output, StringComparison.Ordinal);
        Assert.Contains("'day' holds times, dd.MM.yyyy; --categorical day takes it as text", output, StringComparison.Ordinal);
        Assert.Contains("'took' holds durations", output, StringComparison.Ordinal);
        Assert.Contains("Verified", output, StringComparison.Ordinal);
        Assert.Contains("opset 20", output, StringComparison.Ordinal);
        ToolRun.Of("verify", _folder["m.onnx"], data, "--nodes").Succeeds();
        ToolRun.Of("evaluate", _folder["m.onnx"], data).Succeeds();
        var inspected = ToolRun.Of("inspect", _folder["m.onnx"]).Succeeds().Output;
        Assert.Contains("A time such as 01.03.2024 (dd.MM.yyyy", inspected, StringComparison.Ordinal);
        Assert.Contains(
            "time (yyyy-MM-dd): time, time of day, weekday, day of the year, whether it is missing", inspected, StringComparison.Ordinal);

        var rows = File.ReadAllLines(data);
        string[] changed =
            [.. rows[..3], .. rows[3..6].Select(row => row.Replace(row.Split(',')[0], "2023-02-30", StringComparison.Ordinal))];
        var predicted = ToolRun.Of("predict", _folder["m.onnx"], _folder.Write("p.csv", string.Join('\n', changed))).Succeeds();
        Assert.Contains(
            "3 rows with a text that is not of the form of the times in training ('2023-02-30')", predicted.Error,
            StringComparison.Ordinal);
        Assert.Equal(6, predicted.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("yyyy-MM-dd")]
    [InlineData("MMM dd, yyyy")]
    [InlineData("dd/MM/yyyy")]
    [InlineData("MM/dd/yyyy")]
    public void However_dates_are_written_the_weights_are_the_same(string format)
    {
        // Days after the twelfth tell days from months.
        Train(_folder.Write("a.csv", Table(day => $"{day:yyyy/MM/dd}")), "a.onnx").Succeeds();
        Train(_folder.Write("b.csv", Table(day => $"\"{day.ToString(format, CultureInfo.InvariantCulture)}\"")), "b.onnx").Succeeds();

        var (first, second) = (DataModel.Load(_folder["a.onnx"]), DataModel.Load(_folder["b.onnx"]));

        Assert.Equal(format, ((TimeFeature)second.InputFeatures.Single(feature => feature.Name == "day")).Format);
        Assert.Equal(
            first.Parameters.SelectMany(p => p.ToTensor<float>().ToArray()),
            second.Parameters.SelectMany(p => p.ToTensor<float>().ToArray()));
    }

    [Fact]
    public void Dates_that_can_be_read_in_two_ways_are_refused_until_the_user_says_how()
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},0{1 + (i % 9)}/04/2024,{i % 5}\n"));
        var data = _folder.Write("d.csv", $"x,day,y\n{rows}");
        string[] train = ["train", data, "--target", "y", "--task", "regression", "--epochs", "2", "--output", _folder["m.onnx"]];

        ToolRun.Of(train).Refuses(
            "Column 'day' holds dates such as '01/04/2024', and all of them can be read as dd/MM/yyyy and as MM/dd/yyyy",
            "--date-format dd/MM/yyyy or --date-format MM/dd/yyyy");
        ToolRun.Of([.. train, "--split-time", "day"]).Refuses("can be read as dd/MM/yyyy and as MM/dd/yyyy");
        Assert.Contains("time, dd/MM/yyyy or MM/dd/yyyy", ToolRun.Of("inspect", data).Succeeds().Output, StringComparison.Ordinal);

        Assert.Equal("dd/MM/yyyy", Format("--date-format", "dd/MM/yyyy"));
        Assert.Equal("MM/dd/yyyy", Format("--date-format", "day=MM/dd/yyyy"));
        ToolRun.Of([.. train, "--categorical", "day"]).Succeeds();
        ToolRun.Of([.. train, "--ignore", "day"]).Succeeds();
        ToolRun.Of([.. train, "--date-format", "dd/MM/yyyy", "--split-time", "day", "--keep", "day"]).Succeeds();

        string? Format(params string[] options)
        {
            ToolRun.Of([.. train, .. options]).Succeeds();
            return DataModel.Load(_folder["m.onnx"]).InputFeatures.OfType<TimeFeature>().Single().Format;
        }
    }

    [Theory]
    [InlineData("unix", 1)]
    [InlineData("unixms", 1000)]
    public void Numbers_are_times_on_request(string format, long units)
    {
        var start = new DateTimeOffset(2024, 1, 1, 6, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{(i == 7 ? "" : $"{(start + (i * 40_000L)) * units}")},{i % 5}\n"));
        var data = _folder.Write("d.csv", $"at,y\n{rows}");
        string[] train = ["train", data, "--target", "y", "--task", "regression", "--epochs", "2", "--output", _folder["m.onnx"]];

        var output = ToolRun.Of([.. train, "--date-format", $"at={format}"]).Succeeds().Output;

        Assert.Contains("inputs         1 time", output, StringComparison.Ordinal);
        Assert.Contains("Verified", output, StringComparison.Ordinal);
        var first = File.ReadAllBytes(_folder["m.onnx"]);
        ToolRun.Of([.. train, "--date-format", format, "--time", "at"]).Succeeds();
        Assert.Equal(first, File.ReadAllBytes(_folder["m.onnx"]));
        ToolRun.Of("verify", _folder["m.onnx"], data).Succeeds();
        Assert.Contains("inputs         1 number", ToolRun.Of(train).Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_time_is_named_where_the_user_wants_times()
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"2024-01-{1 + (i % 28):00},{i % 5}\n"));
        var data = _folder.Write("d.csv", $"day,y\n{rows}2024-02-30,1\n");

        Assert.Contains("1 category", ToolRun.Of(Arguments()).Succeeds().Output, StringComparison.Ordinal);
        ToolRun.Of(Arguments("--time", "day")).Refuses("d.csv, line 32, column 'day': '2024-02-30' is no date or time");
        ToolRun.Of(Arguments("--duration", "day")).Refuses("'2024-01-01' is no duration");
        ToolRun.Of(Arguments("--date-format", "yyyy-dd-MM")).Refuses("--date-format is 'yyyy-dd-MM'; expected one of yyyy-MM-dd");
        ToolRun.Of(Arguments("--time", "date")).Refuses("Did you mean 'day'?");

        string[] Arguments(params string[] options) =>
            ["train", data, "--target", "y", "--task", "regression", "--epochs", "2", "--output", _folder["m.onnx"], .. options];
    }

    [Fact]
    public void A_column_of_times_and_one_other_text_is_offered_as_times()
    {
        var rows = string.Concat(
            Enumerable.Range(0, 40).Select(i => $"{(i % 20 == 3 ? "unknown" : $"2024-01-{1 + (i % 28):00}")},{i % 5}\n"));
        var data = _folder.Write("d.csv", $"day,y\n{rows}");
        string[] train = ["train", data, "--target", "y", "--task", "regression", "--epochs", "2", "--output", _folder["m.onnx"]];

        var output = Unwrapped(ToolRun.Of(train));

        Assert.Contains("'day' holds 95.0 % times and 'unknown' in 2 rows", output, StringComparison.Ordinal);
        Assert.Contains("--missing unknown reads times, with those missing", output, StringComparison.Ordinal);
        Assert.Contains("1 time", ToolRun.Of([.. train, "--missing", "unknown"]).Succeeds().Output, StringComparison.Ordinal);
        var predicted = ToolRun.Of("predict", _folder["m.onnx"], data).Succeeds();
        Assert.DoesNotContain("unknown", predicted.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-02-30", "95.0 % times and '2024-02-30' in 2 rows, and is taken as text; correct them, or --missing 2024-02-30")]
    [InlineData("2024-01-01 24:00", "'2024-01-01 24:00' in 2 rows, and is taken as text; correct them, or")]
    [InlineData(" 2024-01-01", "' 2024-01-01' in 2 rows, and is taken as text; correct them, or")]
    [InlineData("01.02.2024", "'01.02.2024' in 2 rows, and is taken as text; correct them, or")]
    public void Texts_among_times_are_named(string other, string words)
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 20 == 3 ? other : $"2024-01-{1 + (i % 28):00}")},{i % 5}\n"));
        Assert.Contains(words, Unwrapped(TrainOn($"day,y\n{rows}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_of_several_forms_are_told()
    {
        var rows = string.Concat(
            Enumerable.Range(0, 40).Select(i => $"{(i % 2 == 0 ? $"{1 + (i % 28):00}.01.2024" : "2024-02-03")},{i % 5}\n"));
        Assert.Contains(
            "'day' holds times of several forms, such as '01.01.2024' (dd.MM.yyyy) and '2024-02-03' (yyyy-MM-dd), and is taken as text; "
                + "write all in one form",
            Unwrapped(TrainOn($"day,y\n{rows}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_look_like_dates_are_told_and_are_no_times()
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"202401{1 + (i % 28):00},{i % 5}\n"));
        Assert.Contains(
            "'day' holds numbers such as 20240112, which look like dates and are taken as numbers; written as 2024-01-12 they are taken as "
                + "times",
            Unwrapped(TrainOn($"day,y\n{rows}")), StringComparison.Ordinal);
        var refused = TrainOn($"day,y\n{rows}", "--time", "day");
        refused.Refuses("'20240101' is a number.", "--date-format unix or unixms. Write others, such as 20240301", "as 2024-03-01");
        Assert.DoesNotContain("TimeFeature", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("look like dates", Unwrapped(TrainOn($"day,y\n{rows}20240230,1\n")), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_time_than_the_only_one_of_training_is_counted_in_days()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{(i % 5 == 0 ? "" : "2024-02-29")},{i % 5}\n"));
        var model = TabularModel.Regressor(CsvTable.Parse($"day,y\n{rows}"), target: "y", hidden: [4]);

        Assert.Equal(
            "time (yyyy-MM-dd): time, whether it is missing; 2024-02-29 ± 24.0 hours", Assert.Single(model.InputFeatures).Describe());
    }

    [Theory]
    [InlineData("dd.MM.yy")]
    [InlineData("yyyyMMdd'T'HHmmss")]
    [InlineData("yyyy-MM-dd HH:mm:ss',250'")]
    [InlineData("yyyy-MM-dd HH:mm:ss' CET'")]
    [InlineData("dd.MM.yyyy HH:mm' +02:00'")]
    [InlineData("ddd', 'dd MMM yyyy")]
    [InlineData("yyyy-MM-dd'T'HH")]
    public void Dates_of_other_forms_are_told_also_where_the_column_is_left_out(string form)
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i =>
            $"\"{new DateTime(2023, 1, 5).AddHours(i * 31).ToString(form, CultureInfo.InvariantCulture)}\",{i % 7},{i % 5}\n"));
        var output = Unwrapped(TrainOn($"day,x,y\n{rows}"));
        Assert.Contains("which look like dates of a form that is not known, and are taken as text; written as 2024-03-01", output);
        Assert.DoesNotContain("look like dates", Unwrapped(TrainOn($"day,x,y\n{rows}", "--categorical", "day")));
        Assert.DoesNotContain("look like dates", Unwrapped(TrainOn($"day,x,y\n{rows}", "--ignore", "day")));
    }

    [Theory]
    [InlineData("--validation")]
    [InlineData("--test")]
    public void Rows_to_judge_by_have_times_of_the_same_form(string option)
    {
        var own = _folder.Write("own.csv", Table(day => $"{day:dd.MM.yyyy}"));
        ToolRun.Of(
            "train", _folder.Write("d.csv", Table(day => $"{day:yyyy-MM-dd}")), "--target", "y", "--epochs", "1", option, own, "--output",
            _folder["m.onnx"])
            .Refuses($"{option}: the column 'day' of own.csv holds times such as '", "dd.MM.yyyy; those of d.csv are yyyy-MM-dd.");
    }

    [Fact]
    public void Rows_to_judge_by_that_lack_all_times_are_told()
    {
        var own = _folder.Write("own.csv", Table(_ => ""));
        var output = Unwrapped(ToolRun.Of(
            "train", _folder.Write("d.csv", Table(day => $"{day:yyyy-MM-dd}")), "--target", "y", "--epochs", "1", "--validation", own,
            "--output", _folder["m.onnx"]));
        Assert.Contains("own.csv: 'day' has no value in any row", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluation_tells_of_texts_that_are_no_times()
    {
        Train(_folder.Write("d.csv", Table(day => $"{day:yyyy-MM-dd}")), "m.onnx").Succeeds();
        var output = Unwrapped(ToolRun.Of("evaluate", _folder["m.onnx"], _folder.Write("e.csv", Table(day => $"{day:dd.MM.yyyy}"))));
        Assert.Contains("column 'day': 120 rows with a text that is not of the form of the times in training", output);
        Assert.Contains("the model treats it as missing, and takes yyyy-MM-dd.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_of_a_columnar_file_are_ticks()
    {
        var data = _folder["d.parquet"];
        DataField[] fields = [new DateTimeDataField("at", DateTimeFormat.DateAndTimeMicros, isNullable: true), new DataField<double>("y")];
        DateTime?[] times = [.. Enumerable.Range(0, 60).Select(i => i == 7 ? (DateTime?)null : new DateTime(2024, 1, 1).AddHours(i * 31))];
        await using (var file = File.Create(data))
        {
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<DateTime>(fields[0], times.AsMemory());
            await group.WriteAsync<double>(fields[1], Enumerable.Range(0, 60).Select(i => i % 5 * 1.5).ToArray().AsMemory());
        }

        var output = ToolRun.Of("train", data, "--target", "y", "--epochs", "2", "--output", _folder["m.onnx"]).Succeeds().Output;

        Assert.Contains("Verified", output, StringComparison.Ordinal);
        Assert.Matches("""Cell\("at", 63\d{16}L\)""", output);
        Assert.Contains("opset 17", output, StringComparison.Ordinal);
        Assert.Contains(
            "Ticks of 100 ns since 0001-01-01, as DateTime.Ticks; a negative number is a missing time.",
            Unwrapped(ToolRun.Of("inspect", _folder["m.onnx"])), StringComparison.Ordinal);
        ToolRun.Of("verify", _folder["m.onnx"], data).Succeeds();
        ToolRun.Of("predict", _folder["m.onnx"], data).Succeeds();
        var csv = string.Concat(times.Select(time => string.Create(CultureInfo.InvariantCulture, $"0,{time:yyyy-MM-dd HH:mm}\n")));
        Assert.Equal(
            ToolRun.Of("predict", _folder["m.onnx"], data).Output.Split('\n').Select(line => line.Split(',')[^1]).Skip(1),
            ToolRun.Of("predict", _folder["m.onnx"], _folder.Write("d.csv", $"x,at\n{csv}")).Succeeds().Output.Split('\n')
                .Select(line => line.Split(',')[^1]).Skip(1));
    }

    [Fact]
    public void A_low_opset_and_a_target_of_times_are_refused_in_plain_words()
    {
        var data = _folder.Write("d.csv", Table(day => $"{day:yyyy-MM-dd}"));

        ToolRun.Of("train", data, "--target", "y", "--epochs", "1", "--opset", "17")
            .Refuses("Parsing times as texts in preprocessing needs opset 20");
        ToolRun.Of("train", data, "--target", "y", "--epochs", "1", "--labels", "none")
            .Refuses("Parsing times as texts reads the text of 'at'");
        ToolRun.Of("train", data, "--target", "day", "--epochs", "1").Refuses("The target 'day' holds times such as");
    }

    [Fact]
    public void A_run_that_is_resumed_gives_the_same_bytes()
    {
        var data = _folder.Write("d.csv", Table(day => $"{day:yyyy-MM-dd}"));
        ToolRun.Of("train", data, "--target", "y", "--patience", "0", "--epochs", "6", "--output", _folder["whole.onnx"]).Succeeds();
        string[] cut = ["train", data, "--target", "y", "--patience", "0", "--output", _folder["cut.onnx"], "--checkpoint", _folder["run"]];

        ToolRun.Of([.. cut, "--epochs", "3"]).Succeeds();
        ToolRun.Of([.. cut, "--epochs", "6", "--resume"]).Succeeds();

        Assert.Equal(File.ReadAllBytes(_folder["whole.onnx"]), File.ReadAllBytes(_folder["cut.onnx"]));
    }

    private ToolRun TrainOn(string table, params string[] options) => ToolRun.Of(
        ["train", _folder.Write("d.csv", table), "--target", "y", "--task", "regression", "--epochs", "2", "-o", _folder["m.onnx"],
            .. options]);

    private ToolRun Train(string data, string file) =>
        ToolRun.Of("train", data, "--target", "y", "--epochs", "3", "--output", _folder[file]);

    /// <summary>What a run writes, without the ends of lines.</summary>
    private static string Unwrapped(ToolRun run) =>
        string.Join(' ', run.Succeeds().Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>120 rows: a time that some lack, a day, a time of day, a duration, and a number that depends on them.</summary>
    private static string Table(Func<DateTime, string> day)
    {
        var text = new StringBuilder("at,day,clock,took,y\n");
        for (var row = 0; row < 120; row++)
        {
            var time = new DateTime(2022, 12, 30, 7, 15, 30).AddMinutes(row * 7919 % 600_000);
            text.Append(row % 11 == 5 ? "" : time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))
                .Append(CultureInfo.InvariantCulture, $",{day(time)},{time:HH:mm},{TimeSpan.FromMinutes(row * 17.5):c},")
                .Append(CultureInfo.InvariantCulture, $"{time.DayOfYear + (time.Hour / 4.0):R}\n");
        }

        return text.ToString();
    }
}
