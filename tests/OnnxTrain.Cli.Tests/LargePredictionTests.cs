using System.Globalization;

namespace OnnxTrain.Cli.Tests;

/// <summary>Tables of any length are predicted and evaluated part by part, with the results of the whole.</summary>
public sealed class LargePredictionTests : IDisposable
{
    private const int Count = 24_000;

    private readonly Folder _folder = new();
    private readonly List<string> _lines = HouseTables.Lines(Count);

    public LargePredictionTests()
    {
        var data = HouseTables.Write(_folder, "csv", [.. _lines.Take(2000)]);
        string[] columns = ["--ignore", "garden,grade,day", "--epochs", "2"];
        ToolRun.Of(["train", data, "--target", "price", "-o", _folder["a.onnx"], .. columns]).Succeeds();

        // Towns that the model does not know, in rows far from each other.
        for (var i = 100; i <= Count; i += 1000) _lines[i] = _lines[i].Replace(",Bern,", ",Basel,").Replace(",Genf,", ",Chur,");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("gzip")]
    [InlineData("parts")]
    [InlineData("jsonl")]
    [InlineData("sqlite")]
    public void Each_row_is_predicted_as_in_a_table_in_memory(string source)
    {
        var data = HouseTables.Write(_folder, source, Padded());
        var run = ToolRun.Of("predict", _folder["a.onnx"], data, "--output", _folder["p.csv"]).Succeeds();
        Assert.Contains("24,000 rows", run.Output, StringComparison.Ordinal);
        var written = CsvTable.Read(_folder["p.csv"]);
        Assert.Equal(Expected(), written["prediction"].Numbers.ToArray());
        Assert.Equal(_lines.Skip(1).Select(line => line.Split(',')[2]), written["city"].Strings.ToArray());

        int unknown = _lines.Count(line => line.Contains(",Basel,") || line.Contains(",Chur,"));
        Assert.Contains(
            $"column 'city': {unknown} rows with a category that did not occur in training ('Basel', 'Chur')", run.Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parts")]
    [InlineData("sqlite")]
    public void Each_row_is_compared_with_its_truth(string source)
    {
        var data = HouseTables.Write(_folder, source, Padded());
        ToolRun.Of("evaluate", _folder["a.onnx"], data, "--output", _folder["e.csv"]).Succeeds();
        var written = CsvTable.Read(_folder["e.csv"]);
        Assert.Equal(Expected().Length, written.RowCount);
        var prices = _lines.Skip(1).Select(line => float.Parse(line.Split(',')[6], CultureInfo.InvariantCulture));
        Assert.Equal(prices, written["truth"].Numbers.ToArray().Select(number => (float)number));
        Assert.Equal(Expected(), written["prediction"].Numbers.ToArray());
        Assert.Equal(
            source switch { "sqlite" => $"row {Count}", "csv" => $"line {Count + 1}", _ => "part-2.csv, line 8001" },
            written["place"].Text(Count - 1));
    }

    [Fact]
    public void A_wrong_line_far_down_is_told_with_its_place()
    {
        var lines = Padded();
        lines[20_000] = lines[20_000].Replace(",", ";");
        ToolRun.Of("predict", _folder["a.onnx"], HouseTables.Write(_folder, "csv", lines), "--output", _folder["p.csv"])
            .Refuses("data.csv, line 20001");
        Assert.False(File.Exists(_folder["p.csv"]));
    }

    /// <summary>The rows, long enough for several blocks of reading.</summary>
    private List<string> Padded() => [.. _lines.Select((line, i) => $"{line},{(i == 0 ? "note" : new string('x', 150))}")];

    private double[] Expected()
    {
        using var predictor = new OnnxPredictor(_folder["a.onnx"]);
        var table = CsvTable.Parse(string.Join('\n', _lines), predictor.ReadingOptions);
        return [.. predictor.Predict(table).Select(prediction => double.Parse(Text(prediction.Value), CultureInfo.InvariantCulture))];

        static string Text(float number) => number.ToString("R", CultureInfo.InvariantCulture);
    }
}
