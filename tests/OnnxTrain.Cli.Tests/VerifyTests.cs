using Google.Protobuf;
using OnnxTrain.Onnx;

namespace OnnxTrain.Cli.Tests;

public sealed class VerifyTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_as_it_was_written_is_verified()
    {
        var run = ToolRun.Of("verify", Train(), _folder["points.csv"]).Succeeds();

        Assert.Contains("Verified", run.Output, StringComparison.Ordinal);
        Assert.Contains("equal in 40 of 40 rows", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_preprocessing_was_changed_is_found_out()
    {
        var model = Train();
        ChangeConstants(model);

        var run = ToolRun.Of("verify", model, _folder["points.csv"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Different", run.Output, StringComparison.Ordinal);
        Assert.Contains("probabilities", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_worst_difference_has_a_line_where_there_is_one_file_to_look_it_up_in()
    {
        var model = Train();
        ChangeConstants(model);
        string[] parts = [_folder.Write("part-1.csv", Tables.Points()), _folder.Write("part-2.csv", Tables.Points())];

        Assert.Contains("(line ", ToolRun.Of("verify", model, parts[0]).Output, StringComparison.Ordinal);
        var several = ToolRun.Of(["verify", model, .. parts]).Output;
        Assert.Contains("worst at row ", several, StringComparison.Ordinal);
        Assert.DoesNotContain("(line ", several, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_yields_NaN_as_its_model_does_is_told_apart()
    {
        var model = Train();
        var file = OnnxFile.Read(model);
        var weights = file.Graph.Initializer.First(t => t.Name.EndsWith(".weight", StringComparison.Ordinal));
        weights.RawData = ByteString.CopyFrom([.. BitConverter.GetBytes(float.NaN), .. weights.RawData.Skip(4)]);
        OnnxFile.Write(file, model);

        var run = ToolRun.Of("verify", model, _folder["points.csv"], "--nodes");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Not finite", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("is not the model", run.Output, StringComparison.Ordinal);
        Assert.Contains("the first value that is not finite", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tolerance_wide_enough_lets_it_pass()
    {
        var model = _folder.Train(Tables.Diabetes, "progression");
        ChangeConstants(model);

        Assert.Equal(1, ToolRun.Of("verify", model, Tables.Diabetes).ExitCode);
        Assert.Equal(0, ToolRun.Of("verify", model, Tables.Diabetes, "--tolerance", "1e6").ExitCode);
    }

    [Fact]
    public void A_model_of_another_producer_is_refused_in_words() =>
        ToolRun.Of("verify", InspectTests.Foreign(_folder), _folder.Write("d.csv", "x\n1\n"))
            .Refuses("not a model of a table or of images that OnnxTrain wrote");

    [Fact]
    public void A_missing_file_is_named() =>
        ToolRun.Of("verify", _folder["none.onnx"], _folder.Write("d.csv", "x\n1\n")).Refuses("There is no file", "none.onnx");

    [Fact]
    public void Every_value_of_a_file_is_compared_node_by_node()
    {
        var run = ToolRun.Of("verify", Train(), _folder["points.csv"], "--verbose", "--nodes-csv", _folder["nodes.csv"]).Succeeds();

        Assert.Contains("all equal to the model's", run.Output, StringComparison.Ordinal);
        Assert.Contains("Softmax", run.Output, StringComparison.Ordinal);
        var lines = File.ReadAllLines(_folder["nodes.csv"]);
        Assert.Equal("value,operator,module,type,absolute,relative,verdict,remark", lines[0]);
        Assert.Equal(OnnxFile.Read(_folder["points.onnx"]).Graph.Node.Sum(n => n.Output.Count), lines.Length - 1);
    }

    [Fact]
    public void The_first_node_that_differs_is_named_and_saved()
    {
        var path = Train();
        var model = OnnxFile.Read(path);
        var relu = model.Graph.Node.First(n => n.OpType == "Relu");
        relu.OpType = "Tanh";
        OnnxFile.Write(model, path);

        var run = ToolRun.Of("verify", path, _folder["points.csv"], "--save", _folder["first"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"the first difference is in {relu.Output[0]}", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "is Tanh in the file and Relu in the model's export",
            run.Output.ReplaceLineEndings(" ").Replace("  ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("Tanh", Assert.Single(OnnxFile.Read(Path.Combine(_folder["first"], "model.onnx")).Graph.Node).OpType);
        File.WriteAllText(Path.Combine(_folder["first"], "notes.txt"), "mine");
        ToolRun.Of("verify", path, _folder["points.csv"], "--save", _folder["first"]).Refuses("holds 'notes.txt'");
    }

    private static void ChangeConstants(string path)
    {
        var model = OnnxFile.Read(path);
        foreach (
            var tensor in model.Graph.Initializer.Where(t =>
                t.Name.StartsWith("preprocessing/", StringComparison.Ordinal) && t.DataType == 1))
            tensor.RawData = ByteString.CopyFrom([
                .. tensor.RawData.Chunk(4).SelectMany(bytes => BitConverter.GetBytes(BitConverter.ToSingle(bytes) * 2)),
            ]);
        OnnxFile.Write(model, path);
    }

    private string Train() => _folder.Train(_folder.Write("points.csv", Tables.Points()), "big");
}
