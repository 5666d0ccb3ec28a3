using System.Numerics.Tensors;
using OnnxTrain.Onnx;
using static OnnxTrain.RoundTrip.Tests.Verification.DamagedNetwork;

namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>
/// The folder that reproduces the first node that differs: a file of that node, what it takes, and what it should and does yield.
/// </summary>
public sealed class SavedNodeTests : IDisposable
{
    private static readonly Model Model = DamagedNetwork.Model;
    private static readonly Dataset Data = DamagedNetwork.Data;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Damages), MemberType = typeof(DamagedNetwork))]
    public void The_first_node_that_differs_is_saved(string damage, string node, string reason)
    {
        Model.ExportEdited(_folder["damaged.onnx"], file => Damage(file, damage));
        var report = OnnxVerifier.VerifyNodes(Model, _folder["damaged.onnx"], Data, new() { SaveFolder = _folder["first"] });
        var first = report.FirstDifference!;
        Assert.Equal(_folder["first"], report.SavedTo);
        var readme = File.ReadAllText(Path.Combine(_folder["first"], "README.txt"));
        Assert.Contains(node, readme, StringComparison.Ordinal);
        Assert.Contains(reason, readme, StringComparison.Ordinal);
        var (inputs, outputs, actual) = (Saved("input"), Saved("output"), Saved("actual"));
        using var session = new OrtRunner(Path.Combine(_folder["first"], "model.onnx"));
        Assert.Equal(session.Inputs.Select(i => i.Name), inputs.Select(i => i.Name));
        Assert.Equal([node], session.Outputs.Select(o => o.Name));
        var rerun = session.Run(inputs)[0].As<float>().ToArray();
        Assert.Equal(actual[0].Tensor.As<float>().ToArray(), rerun, (a, b) => Math.Abs(a - b) <= 1e-5 * Math.Max(1, Math.Abs(b)));
        Assert.NotEqual(outputs[0].Tensor.As<float>().ToArray(), rerun);
        var largest = outputs[0].Tensor.As<float>().ToArray().Zip(rerun).Max(pair => Math.Abs((double)pair.First - pair.Second));
        Assert.True(damage == "attribute" || Math.Abs(largest - first.LargestAbsolute) <= 1e-4, $"{largest} and {first}");
    }

    [Fact]
    public void Steps_that_the_file_alone_has_belong_to_the_operator_they_lead_to()
    {
        var model = new Model(new Turned(), Value.Input("x", ElementType.Float32, ["batch", 2, "width"]));
        var data = new Dataset([Tensor.Create(Draw(3 * 2 * 5, -2), [3, 2, 5])], Tensor.Create(new float[3], [3, 1]));
        model.ExportOnnx(_folder["whole.onnx"]);
        var whole = OnnxVerifier.VerifyNodes(model, _folder["whole.onnx"], data).ThrowIfDifferent();
        var steps = whole.Nodes.Where(n => n.Verdict == NodeVerdict.FileOnly).Select(n => n.Operator).ToList();
        Assert.Contains("Concat", steps);
        Assert.Contains("Shape", steps);

        model.ExportEdited(_folder["damaged.onnx"], file =>
        {
            var inputs = file.Node("Concat").Input;
            (inputs[0], inputs[1]) = (inputs[1], inputs[0]);
        });
        var report = OnnxVerifier.VerifyNodes(model, _folder["damaged.onnx"], data, new() { SaveFolder = _folder["first"] });
        Assert.Equal("Reshape", report.FirstDifference!.Operator);
        Assert.Contains(
            "ONNX Runtime yields float32[5, 3, 2], the model float32[3, 5, 2]", report.FirstDifference.Remark, StringComparison.Ordinal);
        Assert.Contains(report.Reasons, r => r.Contains("/Concat' reads (", StringComparison.Ordinal));
        Assert.Equal("x", Assert.Single(Saved("input")).Name);
        var part = OnnxFile.Read(_folder["first/model.onnx"]);
        Assert.Equal(steps.Append("Reshape").Order(), part.Graph.Node.Select(n => n.OpType).Order());
        Assert.Equal([5, 3, 2], Saved("actual")[0].Tensor.Type.Shape.Select(d => (int)d.Size));
    }

    [Fact]
    public void A_saved_difference_is_saved_over_and_nothing_else_is()
    {
        Model.ExportEdited(_folder["damaged.onnx"], file => Damage(file, "weight"));
        for (var i = 0; i < 2; i++) OnnxVerifier.VerifyNodes(Model, _folder["damaged.onnx"], Data, new() { SaveFolder = _folder["first"] });
        File.WriteAllText(Path.Combine(_folder["first"], "thesis.txt"), "all of it");
        var message = Assert
            .Throws<ArgumentException>(() =>
                OnnxVerifier.VerifyNodes(Model, _folder["damaged.onnx"], Data, new() { SaveFolder = _folder["first"] }))
            .Message;
        Assert.Contains("holds 'thesis.txt'", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() =>
            OnnxVerifier.VerifyNodes(Model, _folder["damaged.onnx"], Data, new() { SaveFolder = _folder["damaged.onnx"] }));
    }

    /// <summary>The saved tensors of a kind, read by the runtime's format alone.</summary>
    private List<(string Name, TensorData Tensor)> Saved(string kind)
    {
        var tensors = new List<(string, TensorData)>();
        for (var i = 0; File.Exists(_folder[$"first/test_data_set_0/{kind}_{i}.pb"]); i++)
        {
            var proto = TensorProto.Parser.ParseFrom(File.ReadAllBytes(_folder[$"first/test_data_set_0/{kind}_{i}.pb"]));
            Assert.Equal((int)TensorProto.Types.DataType.Float, proto.DataType);
            var floats = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(proto.RawData.Span);
            tensors.Add((proto.Name, TensorData.Of(floats, [.. proto.Dims.Select(d => (Dimension)d)])));
        }

        return tensors;
    }

    private sealed class Turned : Module
    {
        public override Value Forward(Value x) => x.Reshape(["batch", "width", 2]) * 2;
    }
}
