using System.Numerics.Tensors;
using Google.Protobuf;
using OnnxTrain.Onnx;
using OnnxTrain.RoundTrip.Tests.Models;
using static OnnxTrain.RoundTrip.Tests.Verification.DamagedNetwork;

namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>Every value of a file against the model's, and the first node that differs found and named.</summary>
public sealed class NodeVerificationTests : IDisposable
{
    private static readonly Model Model = DamagedNetwork.Model;
    private static readonly Dataset Data = DamagedNetwork.Data;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(13, true)]
    [InlineData(17, true)]
    [InlineData(21, true)]
    [InlineData(26, true)]
    [InlineData(17, false)]
    public void All_nodes_of_an_exported_file_agree(int opset, bool fold)
    {
        Model.ExportOnnx(_folder["model.onnx"], new() { Opset = opset, FoldBatchNormalization = fold, IncludeLogits = true });
        var report = OnnxVerifier.VerifyNodes(Model, _folder["model.onnx"], Data, new() { SaveFolder = _folder["first"] });
        Assert.True(report.IsEquivalent, report.ToString());
        Assert.Null(report.FirstDifference);
        Assert.Empty(report.Notes);
        Assert.Equal(OnnxFile.Read(_folder["model.onnx"]).Graph.Node.SelectMany(n => n.Output), report.Nodes.Select(n => n.Value));
        Assert.All(report.Nodes, n => Assert.True(n.Verdict is NodeVerdict.Equivalent or NodeVerdict.FileOnly, n.ToString()));
        Assert.All(report.Nodes, n => Assert.InRange(n.LargestRelative, 0, 1e-5));
        Assert.Equal(fold, report.Nodes.All(n => n.Operator != "BatchNormalization"));
        var conv = report.Nodes.Single(n => n.Path == "down" && n.Operator == "Conv");
        Assert.Equal(new TensorType(ElementType.Float32, [3, 6, 4, 4]), conv.Type);
        Assert.Equal(NodeVerdict.Equivalent, conv.Verdict);
        Assert.Null(report.SavedTo);
        Assert.False(Directory.Exists(_folder["first"]));
        Assert.Same(report, report.ThrowIfDifferent());
    }

    /// <summary>Rounding adds up over many layers without passing for a difference, whatever the size of the numbers on the way.</summary>
    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_deep_network_agrees(double gain)
    {
        Module[] layers =
        [
            .. Enumerable
                .Range(0, 20)
                .SelectMany(i =>
                    (Module[])
                        [
                            new Conv2d(i == 0 ? 3 : 24, 24, 3, padding: 1, initializer: Initializer.Normal(0, gain * 0.1)),
                            new BatchNorm2d(24), new Relu(),
                        ]),
        ];
        var model = new Model(new Sequential(layers), Value.Input("x", ElementType.Float32, ["batch", 3, 8, 8]));
        foreach (var fold in (bool[])[true, false])
        {
            model.ExportOnnx(_folder["deep.onnx"], new() { FoldBatchNormalization = fold });
            var report = OnnxVerifier.VerifyNodes(model, _folder["deep.onnx"], Data).ThrowIfDifferent();
            Assert.Equal(fold ? 40 : 60, report.Compared);
            Assert.All(report.Nodes, n => Assert.InRange(n.LargestRelative, 0, 1e-5));
        }
    }

    [Theory, MemberData(nameof(Damages), MemberType = typeof(DamagedNetwork))]
    public void The_first_node_that_differs_is_named(string damage, string node, string reason)
    {
        Model.ExportEdited(_folder["damaged.onnx"], file => Damage(file, damage));
        var report = OnnxVerifier.VerifyNodes(Model, _folder["damaged.onnx"], Data);

        Assert.False(report.IsEquivalent);
        var first = report.FirstDifference!;
        Assert.True(first.Value == node, report.ToString());
        Assert.Contains(report.Reasons, r => r.Contains(reason, StringComparison.Ordinal));
        Assert.Contains(report.Reasons, r => r.Contains("differs by itself", StringComparison.Ordinal));
        Assert.All(report.Nodes.TakeWhile(n => n.Value != node), n => Assert.False(n.IsWrong));
        Assert.StartsWith($"damaged.onnx DIFFERS from the model, first at {node} (", report.Summary, StringComparison.Ordinal);
        Assert.Contains(node, Assert.Throws<VerificationException>(() => report.ThrowIfDifferent()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_stops_at_a_node_tells_which()
    {
        // Weights of 2 channels for an image of 4: the runtime stops there, and everything before is still compared.
        Model.ExportEdited(
            _folder["broken.onnx"],
            file => (file.Initializer("down.weight").Dims[1], file.Initializer("down.weight").Dims[2]) = (2, 6));
        var report = OnnxVerifier.VerifyNodes(Model, _folder["broken.onnx"], Data, new() { SaveFolder = _folder["first"] });
        Assert.Equal("down/Conv", report.FirstDifference!.Value);
        Assert.Equal(NodeVerdict.Failed, report.FirstDifference.Verdict);
        Assert.Contains("ONNX Runtime", report.FirstDifference.Remark, StringComparison.Ordinal);
        Assert.Equal(NodeVerdict.Equivalent, report.Nodes[0].Verdict);
        Assert.Equal(NodeVerdict.NotRun, report.Nodes[^1].Verdict);
        Assert.Contains("no actual_0.pb", File.ReadAllText(Path.Combine(_folder["first"], "README.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_do_not_match_are_told()
    {
        Model.ExportEdited(_folder["renamed.onnx"], file =>
        {
            var node = file.Node("MaxPool");
            foreach (var inputs in file.Graph.Node.Select(n => n.Input))
            {
                for (var i = 0; i < inputs.Count; i++) inputs[i] = inputs[i] == node.Output[0] ? "strange" : inputs[i];
            }

            node.Output[0] = "strange";
        });
        var report = OnnxVerifier.VerifyNodes(Model, _folder["renamed.onnx"], Data);
        Assert.True(report.IsEquivalent, report.ToString());
        Assert.Equal(2, report.Notes.Count);
        Assert.Contains("the file computes 'strange'", report.Notes[0], StringComparison.Ordinal);
        Assert.Contains("computes 'pool/MaxPool', which the file does not have", report.Notes[1], StringComparison.Ordinal);
        Assert.Equal("the model's export has no such name", report.Nodes.Single(n => n.Value == "strange").Remark);
    }

    [Fact]
    public void A_label_that_ties_is_no_difference()
    {
        // Both classes are equally probable; 1e-7 more for the second is within tolerance and makes another label.
        var model = Model.Classifier(new Linear(2, 2), Value.Input("x", ElementType.Float32, ["batch", 2]), 2);
        foreach (var parameter in model.Parameters) parameter.Assign<float>(new float[parameter.Count]);
        model.ExportEdited(_folder["tie.onnx"], file => file.Initializer("bias").SetFloat(1, _ => 1e-7f));
        var report = OnnxVerifier.VerifyNodes(
            model, _folder["tie.onnx"], new Dataset([Tensor.Create(Draw(6, -2), [3, 2])], new[] { 0, 1, 0 }, 2));
        Assert.True(report.IsEquivalent, report.ToString());
        Assert.Contains("3 of 3 elements differ", report.Nodes.Single(n => n.Operator == "ArgMax").Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_that_grows_is_told_from_one_that_a_node_makes()
    {
        // The addition is off by 1e-7, which is nothing; 10⁶ times that is not.
        var model = new Model(new Amplified(), Value.Input("x", ElementType.Float32, ["batch", 2]));
        model.ExportEdited(_folder["grown.onnx"], file => file.Initializer("shift").SetFloat(0, s => s + 1e-7f));
        var data = new Dataset([Tensor.Create(new float[6], [3, 2])], Tensor.Create(new float[3], [3, 1]));
        var report = OnnxVerifier.VerifyNodes(model, _folder["grown.onnx"], data);
        Assert.Equal("Mul", report.FirstDifference!.Operator);
        Assert.Contains("the difference has grown in the nodes before it", Assert.Single(report.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void The_rows_that_are_run_can_be_chosen()
    {
        var table = Tables.Of(
            Tables.Texts("name", [.. Enumerable.Range(0, 40).Select(i => i == 23 ? "rare" : "common")]),
            new CsvColumn("y", [.. Enumerable.Range(0, 40).Select(i => (float)i)]));
        var model = TabularModel.Regressor(table, "y", hidden: []);
        model.ExportEdited(_folder["rare.onnx"], file =>
        {
            var keys = file.Node("LabelEncoder").Attribute.Single(a => a.Name == "keys_strings").Strings;
            keys[keys.IndexOf(ByteString.CopyFromUtf8("rare"))] = ByteString.CopyFromUtf8("other");
        });
        Assert.True(OnnxVerifier.VerifyNodes(model, _folder["rare.onnx"], table).IsEquivalent);
        var row = OnnxVerifier.Verify(model, _folder["rare.onnx"], table).Outputs[0].Worst!.Row!.Value;
        var report = OnnxVerifier.VerifyNodes(
            model, _folder["rare.onnx"], table,
            new()
            {
                FirstRow = row, Rows = 1, SaveFolder = _folder["first"],
            });
        Assert.Equal("LabelEncoder", report.FirstDifference!.Operator);
        Assert.Contains("1 of 1 elements differ", report.FirstDifference.Remark, StringComparison.Ordinal);

        // The text goes into the saved folder and out again.
        var text = TensorProto.Parser.ParseFrom(File.ReadAllBytes(_folder["first/test_data_set_0/input_0.pb"]));
        Assert.Equal("rare", text.StringData[0].ToStringUtf8());
        Assert.Throws<ArgumentException>(() => OnnxVerifier.VerifyNodes(model, _folder["rare.onnx"], table, new() { Rows = 0 }));
        Assert.Contains(
            "the data have 40 rows", Assert
                .Throws<ArgumentException>(() => OnnxVerifier.VerifyNodes(model, _folder["rare.onnx"], table, new() { FirstRow = 40 }))
                .Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_model_or_none_is_reported()
    {
        var other = new Model(new Sequential(new Linear(5, 2)), Value.Input("features", ElementType.Float32, ["batch", 5]));
        other.ExportOnnx(_folder["other.onnx"]);
        Assert.Contains("no input 'x'", OnnxVerifier.VerifyNodes(Model, _folder["other.onnx"], Data).Summary, StringComparison.Ordinal);
        File.WriteAllText(_folder["text.onnx"], "species,island");
        Assert.Contains("not an ONNX model", OnnxVerifier.VerifyNodes(Model, _folder["text.onnx"], Data).Summary, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => OnnxVerifier.VerifyNodes(Model, _folder["none.onnx"], Data));
        Model.ExportEdited(_folder["future.onnx"], file => file.IrVersion = 99);
        Assert.Contains("IR version", OnnxVerifier.VerifyNodes(Model, _folder["future.onnx"], Data).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        Model.ExportOnnx(_folder["model.onnx"]);
        Assert.Throws<OperationCanceledException>(() =>
            OnnxVerifier.VerifyNodes(Model, _folder["model.onnx"], Data, null, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tabular_file_is_verified_after_loading(bool collapse)
    {
        var table = Tables.Odd();
        Tables.Trained(TabularModel.Classifier(table, "art", hidden: [8, 6]), table).ExportOnnx(_folder["table.onnx"]);
        var model = TabularModel.Load(_folder["table.onnx"]);
        model.ExportOnnx(_folder["again.onnx"], new() { CollapseLinear = collapse, IncludeLogits = collapse, Opset = 21 });
        var report = OnnxVerifier.VerifyNodes(model, _folder["again.onnx"], table);
        Assert.True(report.IsEquivalent, report.ToString());
        Assert.Empty(report.Notes);
        Assert.Contains(report.Nodes, n => n.Value == "label" && n.Verdict == NodeVerdict.Equivalent);

        var file = OnnxFile.Read(_folder["again.onnx"]);
        var keys = file.Node("LabelEncoder");
        var strings = keys.Attribute.Single(a => a.Name == "keys_strings").Strings;
        (strings[0], strings[1]) = (strings[1], strings[0]);
        File.WriteAllBytes(_folder["damaged.onnx"], file.ToByteArray());
        var damaged = OnnxVerifier.VerifyNodes(model, _folder["damaged.onnx"], table, new() { Rows = 60 });
        Assert.Equal(keys.Output[0], damaged.FirstDifference!.Value);
    }

    private sealed class Amplified : Module
    {
        private readonly Variable _shift;

        public Amplified() => _shift = Parameter("shift", [2], Initializer.Zeros);

        public override Value Forward(Value x) => ((x + _shift) * 1e6).Tanh();
    }
}
