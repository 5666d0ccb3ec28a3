using System.Text.RegularExpressions;

namespace OnnxTrain.Cli.Tests.Sources;

/// <summary>Every verb takes every kind of table, and the same rows give the same results.</summary>
public sealed class TableInputTests : IDisposable
{
    private static readonly string[] Options = ["--target", "big", "--epochs", "3", "--hidden", "4"];

    private readonly Folder _folder = new();
    private readonly PointFiles _files;

    public TableInputTests() => _files = new(_folder);

    public static TheoryData<string> Kinds => [.. PointFiles.Kinds];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task All_kinds_train_the_same_weights_and_predict_the_same(string kind)
    {
        using var other = new Folder();
        var csv = other.Write("points.csv", Tables.Points(60));
        ToolRun.Of(["train", csv, "--output", other["a.onnx"], .. Options]).Succeeds();
        var data = await _files.Write(kind);
        var model = other["b.onnx"];

        ToolRun.Of(["train", .. data, "--output", model, .. Options]).Succeeds();

        foreach (var (wanted, found) in DataModel.Load(other["a.onnx"]).Parameters.Zip(DataModel.Load(model).Parameters))
            Assert.Equal(wanted.ToTensor<float>().ToArray(), found.ToTensor<float>().ToArray());
        Assert.Equal(Predictions(model, [csv]), Predictions(model, data));
        ToolRun.Of(["verify", model, .. data]).Succeeds();
        Assert.Contains("60 rows", ToolRun.Of(["evaluate", model, .. data]).Succeeds().Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task All_kinds_are_inspected(string kind)
    {
        using var other = new Folder();
        var wanted = ToolRun.Of("inspect", other.Write("points.csv", Tables.Points(60))).Succeeds().Output;

        var found = ToolRun.Of(["inspect", .. await _files.Write(kind)]).Succeeds().Output;

        Assert.Equal(Body(wanted), Body(found));
        Assert.Contains("60 rows", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parts by name")]
    [InlineData("parts of Parquet")]
    [InlineData("SQLite")]
    public async Task The_other_verbs_of_training_take_them_too(string kind)
    {
        var data = await _files.Write(kind);

        ToolRun.Of(["rates", .. data, "--target", "big"]).Succeeds();
        ToolRun.Of(["export-training", .. data, "--target", "big", "--output", _folder["step"]]).Succeeds();
        var search = ToolRun.Of(["search", .. data, "--target", "big", "--hidden", "2/3", "--epochs", "2", "--folds", "2"]).Succeeds();
        var command = search.Output.Split('\n')[^2];
        Assert.StartsWith($"  {CommandLineText.Of(["train", .. kind == "SQLite" ? data[..1] : data])} ", command, StringComparison.Ordinal);
        if (kind == "SQLite") Assert.Contains("--query 'SELECT * FROM points'", command, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CSV")]
    [InlineData("Parquet")]
    [InlineData("parts of JSON lines")]
    [InlineData("SQLite")]
    public async Task A_column_can_be_left_out(string kind)
    {
        var data = await _files.Write(kind);

        ToolRun.Of(["train", .. data, "--output", _folder["b.onnx"], "--ignore", "colour", .. Options]).Succeeds();

        Assert.Equal(["x", "y"], DataModel.Load(_folder["b.onnx"]).Columns);
        ToolRun.Of(["train", .. data, "--ignore", "color", .. Options]).Refuses("no column 'color'. Did you mean 'colour'?");
    }

    [Fact]
    public void Standard_input_is_trained_on_inspected_and_predicted()
    {
        using var other = new Folder();
        var wanted = ToolRun.Of("inspect", other.Write("points.csv", Tables.Points(60))).Succeeds().Output;

        Piped("train", "-", "--output", "b.onnx", "--target", "big", "--epochs", "3").Succeeds();

        Assert.Equal(Body(wanted), Body(Piped("inspect", "-").Succeeds().Output));
        Assert.Equal(61, Piped("predict", "b.onnx", "-").Succeeds().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void The_file_is_called_after_what_the_parts_have_in_common()
    {
        Assert.Equal("part", TableName.BaseName("data/part-1.csv\ndata/part-2.csv"));
        Assert.Equal("part", TableName.BaseName("data/part-*.csv.gz"));
        Assert.Equal("part", TableName.BaseName("part-10.csv\npart-11.csv\npart-12.csv"));
        Assert.Equal("sales", TableName.BaseName("sales2024.csv\nsales2025.csv"));
        Assert.Equal("model", TableName.BaseName("a.csv\nb.csv"));
        Assert.Equal("sales.2026", TableName.BaseName("sales.2026.csv"));
    }

    /// <summary>All but the name of the table, and that texts of CSV may be truth values.</summary>
    private static string Body(string report) => Regex
        .Replace(report[report.IndexOf('\n', StringComparison.Ordinal)..], " +", " ")
        .Replace("boolean", "categorical", StringComparison.Ordinal);

    private static string Predictions(string model, string[] data) => string.Join('\n', ToolRun
        .Of(["predict", model, .. data]).Succeeds().Output.Split('\n').Select(line => string.Join(' ', line.Split(',', '\t').TakeLast(3))));

    private ToolRun Piped(params string[] arguments)
    {
        using var process = ToolProcess.Start(_folder.Root, arguments);
        process.StandardInput.Write(Tables.Points(60));
        process.StandardInput.Close();
        return ToolProcess.Finish(process);
    }
}
