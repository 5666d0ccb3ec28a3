using OnnxTrain.Onnx;

namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>Files that were changed after their export are refused in words by who runs them.</summary>
public sealed class HostileFileTests : IDisposable
{
    private static readonly CsvTable Table = CsvTable.Parse("a,b,c\n1,x,p\n2,y,q\n3,x,p\n4,y,q\n");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Labels_of_another_number_of_rows_are_refused() => Refuses("'label' is", m =>
    {
        m.Graph.Initializer.Add(Longs("three", 0, 1, 0));
        Label(m).Input[1] = "three";
    });

    [Fact]
    public void Probabilities_of_other_classes_are_refused() => Refuses("names 3 classes", m =>
    {
        var names = m.Graph.Initializer.Single(t => t.Name == Label(m).Input[0]);
        names.StringData.Add(Google.Protobuf.ByteString.CopyFromUtf8("r"));
        names.Dims[0] = 3;
    });

    [Fact]
    public void Probabilities_of_no_rows_are_refused() =>
        Refuses(
            "'probabilities' is",
            m =>
            {
                m.Graph.Initializer.Add(Longs("start", 0));
                m.Graph.Initializer.Add(Longs("end", 0));
                var softmax = m.Graph.Node.Single(n => n.Output.Contains("probabilities"));
                softmax.Output[0] = "whole";
                m.Graph.Node.Add(
                    new NodeProto
                    {
                        Name = "none", OpType = "Slice", Input = { "whole", "start", "end" }, Output = { "probabilities" },
                    });
            });

    [Fact]
    public void A_file_that_fails_when_it_runs_is_refused() => Refuses("does not run the file", m =>
    {
        m.Graph.Initializer.Add(Longs("far", 7));
        Label(m).Input[1] = "far";
    });

    [Fact]
    public void Metadata_with_NUL_are_refused() =>
        Refuses("NUL", m => m.MetadataProps.Add(new StringStringEntryProto { Key = "\0", Value = "x" }));

    [Fact]
    public void A_tensor_of_giant_axes_is_refused_before_ONNX_Runtime_sees_it() =>
        Refuses("claims the shape", m => m.Graph.Initializer.Single(t => t.Name == Label(m).Input[0]).Dims[0] = 1L << 31);

    [Fact]
    public void The_verifier_tells_such_as_a_problem()
    {
        var model = TabularModel.Classifier(Table, "c", [3]);
        model.ExportEdited(_folder["m.onnx"], m => m.Graph.Initializer[0].Dims.Add(1L << 40));
        Assert.Contains(
            "claims the shape", Assert.Single(OnnxVerifier.Verify(model, _folder["m.onnx"], Table).Problems), StringComparison.Ordinal);
        Assert.Contains(
            "claims the shape", Assert.Single(OnnxVerifier.VerifyNodes(model, _folder["m.onnx"], Table).Problems),
            StringComparison.Ordinal);
    }

    private void Refuses(string words, Action<ModelProto> change)
    {
        TabularModel.Classifier(Table, "c", [3]).ExportEdited(_folder["m.onnx"], change);
        var refused = Assert.Throws<DataException>(() =>
        {
            using var predictor = new OnnxPredictor(_folder["m.onnx"]);
            predictor.Predict(Table);
        });
        Assert.Contains("m.onnx", refused.Message, StringComparison.Ordinal);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static NodeProto Label(ModelProto model) => model.Graph.Node.Single(n => n.Output.Contains("label"));

    private static TensorProto Longs(string name, params long[] numbers) => TensorData.Of<long>(numbers, [numbers.Length]).ToOnnx(name);
}
