using System.Globalization;
using System.Text.RegularExpressions;

namespace OnnxTrain.Cli.Tests;

/// <summary><c>evaluate</c> against metrics that are computed here from what <c>predict</c> writes.</summary>
public sealed partial class EvaluateTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Metrics_and_wrong_rows_of_classes_are_those_of_the_predictions()
    {
        var model = _folder.Train(Tables.Iris, "species");
        var rows = Rows(ToolRun.Of("predict", model, Tables.Iris).Succeeds().Output);

        var output = ToolRun.Of("evaluate", model, Tables.Iris, "--wrong", "1000", "--output", _folder["all.csv"]).Succeeds().Output;

        var wrong = rows.Where(row => row["species"] != row["label"]).ToList();
        Assert.NotEmpty(wrong);
        Assert.Equal(1 - (wrong.Count / 150.0), Fact(output, "accuracy") / 100, 0.0006);
        var loss = rows.Average(row => -Math.Log(Number(row[$"probability_{row["species"]}"])));
        Assert.Equal(loss, Fact(output, "log loss"), 1e-3);
        string[] classes = [.. rows.Select(row => row["species"]).Distinct()];
        Assert.Equal(classes.Average(name => F1(rows, name)), Fact(output, "F1"), 1e-3);

        var listed = LinePattern().Matches(output).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        var lines = rows.Select((row, i) => (row, Line: i + 2)).Where(pair => pair.row["species"] != pair.row["label"]).ToList();
        Assert.Equal(lines.Select(pair => pair.Line).Order(), listed.Order());
        var surest = lines.MaxBy(pair => Number(pair.row[$"probability_{pair.row["label"]}"]));
        Assert.Equal(surest.Line, listed[0]);
        Assert.Equal(wrong.Count, Rows(File.ReadAllText(_folder["all.csv"])).Count(row => row["is_wrong"] == "1"));
    }

    [Fact]
    public void Metrics_of_numbers_are_those_of_the_predictions()
    {
        var model = _folder.Train(Tables.Diabetes, "progression");
        var rows = Rows(ToolRun.Of("predict", model, Tables.Diabetes).Succeeds().Output);

        var output = ToolRun.Of("evaluate", model, Tables.Diabetes).Succeeds().Output;

        double[] errors = [.. rows.Select(row => Number(row["prediction"]) - Number(row["progression"]))];
        Assert.Equal(Math.Sqrt(errors.Average(e => e * e)), Fact(output, "RMSE"), 1e-2);
        Assert.Equal(errors.Average(Math.Abs), Fact(output, "MAE"), 1e-2);
        Assert.Equal(10, LinePattern().Count(output));
    }

    [Fact]
    public void Rows_without_a_truth_or_of_an_unknown_class_are_left_out_with_a_note()
    {
        var model = _folder.Train(_folder.Write("points.csv", Tables.Points()), "big");
        var data = _folder.Write("more.csv", "x,y,colour,big\n0.9,0.9,red,yes\n0.1,0.1,red,no\n0.2,0.1,red,\n0.3,0.1,red,perhaps\n");

        var output = ToolRun.Of("evaluate", model, data).Succeeds().Output;

        Assert.Contains("1 row without 'big' left out", output, StringComparison.Ordinal);
        Assert.Contains("'perhaps'", output, StringComparison.Ordinal);
        Assert.Contains("2 rows", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_without_the_target_is_refused()
    {
        var model = _folder.Train(_folder.Write("points.csv", Tables.Points()), "big");
        ToolRun.Of("evaluate", model, _folder.Write("more.csv", "x,y,colour\n0.9,0.9,red\n")).Refuses("no column 'big'", "predict");
    }

    private static double F1(IReadOnlyList<Dictionary<string, string>> rows, string name)
    {
        double right = rows.Count(row => row["species"] == name && row["label"] == name);
        return 2 * right / (rows.Count(row => row["species"] == name) + rows.Count(row => row["label"] == name));
    }

    private static List<Dictionary<string, string>> Rows(string csv)
    {
        string[][] lines = [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r').Split(','))];
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Fact(string output, string name) => Number(
        Regex.Match(output, $@"^  {name} +([0-9.]+)", RegexOptions.Multiline) is { Success: true } match
            ? match.Groups[1].Value
            : throw new InvalidOperationException($"No {name} in {output}"));

    [GeneratedRegex(@"^  line (\d+) ", RegexOptions.Multiline)]
    private static partial Regex LinePattern();
}
