namespace OnnxTrain.Cli.Tests;

/// <summary>Tables as people have them: with decimal commas, other separators, indices, other words for a missing value.</summary>
public sealed class ReadingTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_table_with_decimal_commas_gives_the_model_of_the_one_with_points()
    {
        var points = _folder.Write("points.csv", Table(',', i => $"{i / 8.0:0.000}", i => $"{i * 2.5:0.0}"));
        var commas = _folder.Write(
            "commas.csv", Table(';', i => $"{i / 8.0:0.000}".Replace('.', ','), i => $"{i * 2.5:0.0}".Replace('.', ',')));

        var (first, second) = (Train(points, "points.onnx"), Train(commas, "commas.onnx"));

        Assert.Contains("numbers are read with a decimal comma, such as 0,000", second, StringComparison.Ordinal);
        Assert.DoesNotContain("comma", first, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_folder["points.onnx"]), File.ReadAllBytes(_folder["commas.onnx"]));
        var predictions = ToolRun.Of("predict", _folder["points.onnx"], commas).Succeeds().Output.Split('\n');
        Assert.Equal("x;kind;y;prediction", predictions[0]);
        Assert.StartsWith("0,125;b;2,5;", predictions[2], StringComparison.Ordinal);
        ToolRun.Of("verify", _folder["points.onnx"], commas).Succeeds();
    }

    /// <summary>The advice names options of the tool, not members of the library.</summary>
    [Theory]
    [InlineData("x;y\n1.010,09;a\n2.020,5;b\n", "--decimal and --thousands")]
    [InlineData("x,y\n1,2,a\n", "--delimiter")]
    [InlineData("x,y\n1,a\nn.a.,b\n", "--missing", "--numeric", "x")]
    [InlineData("1,2,a\n", "--no-header")]
    public void What_cannot_be_read_is_told_with_the_option_that_mends_it(string table, string option, params string[] options)
    {
        var run = ToolRun.Of(["train", _folder.Write("t.csv", table), "--target", "y", .. options]);

        run.Refuses(option);
        Assert.DoesNotContain("Options", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_of_the_reading_holds_for_prediction_and_verification_too()
    {
        static string Money(int i) => $"$ {i * 1250:N0}.5";
        var table = _folder.Write(
            "d.txt", string.Concat(Enumerable.Range(1, 60).Select(i => $"{Money(i)}#{(i % 9 == 0 ? "none" : $"{i % 7}")}#{i * 2.5}\n")));
        string[] reading = ["--delimiter", "#", "--thousands", ",", "--currency", "$,€", "--missing", "none", "--no-header"];

        var output = ToolRun.Of(
            ["train", table, "--target", "column3", "--epochs", "2", "--output", _folder["d.onnx"], .. reading]).Succeeds().Output;
        Assert.Contains("inputs         2 numbers", output, StringComparison.Ordinal);
        Assert.Contains("missing values: 'column2' 6", output, StringComparison.Ordinal);

        var predicted = ToolRun.Of(["predict", _folder["d.onnx"], table, .. reading]).Succeeds().Output.Split('\n');
        Assert.StartsWith("$ 1,250.5#1#2.5#", predicted[1], StringComparison.Ordinal);
        Assert.StartsWith("$ 11,250.5#none#", predicted[9], StringComparison.Ordinal);
        ToolRun.Of(["verify", _folder["d.onnx"], table, .. reading]).Succeeds();
    }

    [Fact]
    public void An_index_without_a_name_is_left_out()
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 7},{i % 7 * 2.5}\n"));

        var output = Train(_folder.Write("d.csv", $",x,y\n{rows}"), "d.onnx");

        Assert.Contains("'Unnamed: 0' left out", output, StringComparison.Ordinal);
        Assert.Contains("inputs         1 number", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Digits_with_leading_zeros_are_texts_unless_they_are_to_be_numbers()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 4 * 3000:00000},{i % 4 * 2.5}\n"));
        var table = _folder.Write("d.csv", $"zip,y\n{rows}");

        Assert.Contains("'zip' holds digits with leading zeros, such as 00000", Train(table, "d.onnx"), StringComparison.Ordinal);
        Assert.Contains("1 number", Train(table, "d.onnx", "--numeric", "zip"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_among_numbers_is_offered_as_missing()
    {
        var rows = string.Concat(
            Enumerable.Range(0, 100).Select(i => $"{(i % 12 == 0 ? "unknown" : i % 12 == 1 ? "NA" : $"{i}")},{i}\n"));
        var table = _folder.Write("d.csv", $"age,y\n{rows}");

        Assert.Contains(
            "'unknown' in 9 rows, and is taken as text; --missing NA,unknown", Train(table, "d.onnx", "--keep", "age"),
            StringComparison.Ordinal);
        Assert.Contains("missing values: 'age' 18", Train(table, "d.onnx", "--missing", "NA,unknown"), StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_look_alike_and_columns_that_tell_them_are_noted()
    {
        string[] kinds = ["a", "a ", "A"];
        string[] copies = ["yes", "no", "so"];
        var rows = string.Concat(
            Enumerable.Range(0, 90).Select(i => $"{i % 5},{copies[i % 3]},{(i % 3 * 10) + (i % 2)},{kinds[i % 3]}\n"));

        var output = ToolRun.Of(
            "train", _folder.Write("d.csv", $"x,copy,number,kind\n{rows}"), "--target", "kind", "--epochs", "1", "--output",
            _folder["d.onnx"]).Succeeds().Output;

        Assert.Contains("'kind' has classes that look alike: 'A', 'a', 'a '", output, StringComparison.Ordinal);
        Assert.Contains("'copy' alone tells 'kind'", output, StringComparison.Ordinal);
        Assert.Contains("'number' alone tells 'kind'", output, StringComparison.Ordinal);
        Assert.DoesNotContain("'x' alone", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_inspected()
    {
        var path = _folder.Write("d.csv", "id;town;ok;y\n1;Bern;yes;1,5\n2;;no;2,5\n3;Bern;yes;\n");

        var output = ToolRun.Of("inspect", path).Succeeds().Output;

        Assert.Contains("3 rows, 4 columns", output, StringComparison.Ordinal);
        Assert.Matches("town +categorical +1 +1 +Bern \\(2\\)", output);
        Assert.Matches("ok +boolean +0 +2 +yes \\(2\\), no \\(1\\)", output);
        Assert.Matches("y +numeric +1 +2 +1.5 … 2.5", output);
    }

    [Theory]
    [InlineData("--delimiter", "ab")]
    [InlineData("--decimal", ";")]
    [InlineData("--thousands", "5")]
    public void Characters_that_do_not_do_are_refused(string option, string value)
    {
        var run = ToolRun.Of("train", _folder.Write("d.csv", "x,y\n1,2\n"), "--target", "y", option, value);

        Assert.Contains($"{option} is '{value}'; expected", run.Error, StringComparison.Ordinal);
    }

    private static string Table(char delimiter, Func<int, string> x, Func<int, string> y) =>
        string.Join(delimiter, "x", "kind", "y") + "\n"
            + string.Concat(Enumerable.Range(0, 80).Select(i => string.Join(delimiter, x(i), i % 2 == 0 ? "a" : "b", y(i)) + "\n"));

    private string Train(string table, string model, params string[] options) =>
        ToolRun.Of(["train", table, "--target", "y", "--epochs", "2", "--output", _folder[model], .. options]).Succeeds().Output;
}
