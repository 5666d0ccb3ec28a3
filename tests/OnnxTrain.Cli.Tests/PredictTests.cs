namespace OnnxTrain.Cli.Tests;

public sealed class PredictTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_pass_through_unchanged_with_predictions_behind()
    {
        var model = Train();
        var data = _folder.Write(
            "new.csv",
            "id;x;y;colour;remark\n12345678901;0.10000000001;0,9;red;\"a; \"\"b\"\"\"\n2;;0.3;NA;inf\n".Replace(
                "0,9", "0.9", StringComparison.Ordinal));

        var lines = ToolRun.Of("predict", model, data).Succeeds().Output.Split('\n');

        Assert.Equal("id;x;y;colour;remark;label;probability_no;probability_yes", lines[0]);
        Assert.StartsWith("12345678901;0.10000000001;0.9;red;\"a; \"\"b\"\"\";", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("2;;0.3;NA;inf;", lines[2], StringComparison.Ordinal);
        Assert.Equal(["", ""], [lines[3], string.Concat(lines.Skip(4))]);
    }

    [Fact]
    public void Probabilities_sum_to_one_and_the_label_is_the_likeliest()
    {
        var output = ToolRun.Of("predict", Train(), _folder["points.csv"]).Succeeds().Output;

        foreach (var row in CsvTable.Parse(output) is var table ? Enumerable.Range(0, table.RowCount) : [])
        {
            var (no, yes) = (table["probability_no"].Numbers[row], table["probability_yes"].Numbers[row]);
            Assert.Equal(1, no + yes, 1e-5);
            Assert.Equal(yes > no ? "yes" : "no", table["label"].Text(row));
        }
    }

    [Fact]
    public void Numbers_go_to_a_file_that_the_library_predicts_alike()
    {
        var model = _folder.Train(Tables.Diabetes, "progression");

        ToolRun.Of("predict", model, Tables.Diabetes, "--output", _folder["p.csv"]).Succeeds();

        var native = TabularModel.Load(model).Predict(CsvTable.Read(Tables.Diabetes));
        var written = CsvTable.Read(_folder["p.csv"])["prediction"].Numbers;
        for (var row = 0; row < native.Count; row++) Assert.Equal(native[row].Value, written[row], 1e-3);
    }

    [Fact]
    public void A_dash_is_standard_output()
    {
        var model = Train();

        Assert.Equal(
            ToolRun.Of("predict", model, _folder["points.csv"]).Output,
            ToolRun.Of("predict", model, _folder["points.csv"], "--output", "-").Succeeds().Output);
    }

    [Fact]
    public void A_category_never_seen_is_told_and_predicted_all_the_same()
    {
        var run = ToolRun.Of("predict", Train(), _folder.Write("new.csv", "x,y,colour\n0.1,0.2,green\n0.1,0.2,red\n0.1,0.2,\n")).Succeeds();

        Assert.Contains(
            "column 'colour': 1 row with a category that did not occur in training ('green')", run.Error, StringComparison.Ordinal);
        Assert.Equal(4, run.Output.Trim().Split('\n').Length);
    }

    [Fact]
    public void A_column_of_the_same_name_is_told_apart() =>
        Assert.StartsWith(
            "x,y,colour,label,predicted_label,",
            ToolRun.Of("predict", Train(), _folder.Write("new.csv", "x,y,colour,label\n0.1,0.2,red,z\n")).Succeeds().Output,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("x,colour\n1,red\n", "no column 'y'")]
    [InlineData("x,y,colour\n1,abc,red\n", "line 2, column 'y': 'abc'")]
    [InlineData("x,y,colour\n1,2\n", "line 2: found 2 fields, expected 3")]
    [InlineData("", "is empty")]
    public void Rows_that_do_not_fit_are_refused(string text, string message)
    {
        var model = Train();
        var data = _folder.Write("new.csv", text);

        ToolRun.Of("predict", model, data, "--output", _folder["p.csv"]).Refuses(message);
        Assert.False(File.Exists(_folder["p.csv"]));
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused() =>
        ToolRun.Of("predict", _folder.Write("m.onnx", "hello"), _folder.Write("d.csv", "x\n1\n")).Refuses("not an ONNX model");

    [Fact]
    public void The_rows_are_not_overwritten() =>
        ToolRun.Of("predict", Train(), _folder["points.csv"], "--output", _folder["points.csv"]).Refuses("would be overwritten");

    private string Train() => _folder.Train(_folder.Write("points.csv", Tables.Points()), "big");
}
