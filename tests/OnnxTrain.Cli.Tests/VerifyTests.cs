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
    public void A_tolerance_wide_enough_lets_it_pass()
    {
        var model = _folder.Train(Tables.Diabetes, "progression");
        ChangeConstants(model);

        Assert.Equal(1, ToolRun.Of("verify", model, Tables.Diabetes).ExitCode);
        Assert.Equal(0, ToolRun.Of("verify", model, Tables.Diabetes, "--tolerance", "1e6").ExitCode);
    }

    [Fact]
    public void A_model_of_another_producer_is_refused_in_words() =>
        ToolRun.Of("verify", InspectTests.Foreign(_folder), _folder.Write("d.csv", "x\n1\n")).Refuses("no tabular model of OnnxTrain");

    [Fact]
    public void A_missing_file_is_named() => ToolRun.Of("verify", _folder["none.onnx"], _folder.Write("d.csv", "x\n1\n")).Refuses("There is no file", "none.onnx");

    private static void ChangeConstants(string path)
    {
        var model = OnnxFile.Read(path);
        foreach (var tensor in model.Graph.Initializer.Where(t => t.Name.StartsWith("preprocessing/", StringComparison.Ordinal) && t.DataType == 1))
            tensor.RawData = ByteString.CopyFrom([.. tensor.RawData.Chunk(4).SelectMany(bytes => BitConverter.GetBytes(BitConverter.ToSingle(bytes) * 2))]);
        OnnxFile.Write(model, path);
    }

    private string Train() => _folder.Train(_folder.Write("points.csv", Tables.Points()), "big");
}
