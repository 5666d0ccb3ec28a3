using OnnxTrain.Onnx;

namespace OnnxTrain.Cli.Tests;

public sealed class InspectTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_of_the_tool_tells_all_about_itself()
    {
        var output = ToolRun.Of("inspect", _folder.Train(_folder.Write("points.csv", Tables.Points()), "big")).Succeeds().Output;

        foreach (
            var words in (string[])
                [
                    "written by OnnxTrain", "opset", "IR version", "float32 [batch, 1]", "string [batch, 1]", "float32 [batch, 2]",
                    "linear1.weight", "1×Softmax", "no, yes", "validation.accuracy",
                ])
            Assert.Contains(words, output, StringComparison.Ordinal);
        Assert.DoesNotContain("Softmax(", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_are_listed_when_asked_for() =>
        Assert.Contains(
            "Softmax(",
            ToolRun.Of("inspect", _folder.Train(_folder.Write("points.csv", Tables.Points()), "big"), "--nodes").Succeeds().Output,
            StringComparison.Ordinal);

    [Fact]
    public void A_file_of_another_producer_is_shown_too()
    {
        var output = ToolRun.Of("inspect", Foreign(_folder)).Succeeds().Output;

        foreach (var words in (string[])["producer unknown", "float16 [?, 3]", "of any shape", "sequence of", "1×com.example.Fancy"])
            Assert.Contains(words, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("species,x\na,1\n")]
    [InlineData("hello")]
    public void What_is_no_model_is_refused(string text) =>
        ToolRun.Of("inspect", _folder.Write("m.onnx", text)).Refuses("not an ONNX model");

    [Fact]
    public void A_folder_without_images_is_refused() => ToolRun.Of("inspect", _folder.Root).Refuses("has no subfolders");

    [Theory]
    [InlineData(".", "--nodes is for ONNX files, and '", "--nodes")]
    [InlineData(".", "--decimal is for tables, and '", "--decimal", ",")]
    [InlineData("points.csv", "--nodes is for ONNX files, and '", "--nodes")]
    [InlineData("foreign.onnx", "--delimiter is for tables, and '", "--delimiter", ";")]
    public void Options_that_say_nothing_about_the_data_are_refused(string data, string words, params string[] options)
    {
        _folder.Write("points.csv", Tables.Points());
        Foreign(_folder);
        ToolRun.Of(["inspect", Path.Combine(_folder.Root, data), .. options]).Refuses(words, $"Leave {options[0]} out.");
    }

    /// <summary>A file as no exporter of this library writes it.</summary>
    internal static string Foreign(Folder folder)
    {
        var model = new ModelProto { IrVersion = 10, Graph = new() };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.example", Version = 1 });
        var half = new TypeProto { TensorType = new() { ElemType = (int)TensorProto.Types.DataType.Float16, Shape = new() } };
        half.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension());
        half.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = 3 });
        var shapeless = new TypeProto { TensorType = new() { ElemType = 1 } };
        model.Graph.Input.Add(new ValueInfoProto { Name = "x", Type = half });
        model.Graph.Input.Add(new ValueInfoProto { Name = "an_input_with_a_name_far_too_long_for_its_column", Type = shapeless });
        model.Graph.Output.Add(new ValueInfoProto { Name = "y", Type = new() { SequenceType = new() { ElemType = shapeless } } });
        model.Graph.Node.Add(new NodeProto { OpType = "Fancy", Domain = "com.example" });
        OnnxFile.Write(model, folder["foreign.onnx"]);
        return folder["foreign.onnx"];
    }
}
