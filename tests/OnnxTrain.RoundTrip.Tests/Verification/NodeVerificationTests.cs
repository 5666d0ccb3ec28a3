using System.Numerics.Tensors;
using Google.Protobuf;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;
using OnnxTrain.RoundTrip.Tests.Models;

namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>Every value of a file against the model's, and the first node that differs found, named and saved.</summary>
public sealed class NodeVerificationTests : IDisposable
{
    private static readonly Model Model = Network();
    private static readonly Dataset Data = new(
        Tensor.Create(Draw(5 * 3 * 8 * 8, -2), [5, 3, 8, 8]), [.. Enumerable.Range(0, 5).Select(i => i % 4)], 4);

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
        Module[] layers = [.. Enumerable.Range(0, 20).SelectMany(i => (Module[])[new Conv2d(i == 0 ? 3 : 24, 24, 3, padding: 1, initializer: Initializer.Normal(0, gain * 0.1)), new BatchNorm2d(24), new Relu()])];
        var model = new Model(new Sequential(layers), Value.Input("x", ElementType.Float32, ["batch", 3, 8, 8]));
        foreach (var fold in (bool[])[true, false])
        {
            model.ExportOnnx(_folder["deep.onnx"], new() { FoldBatchNormalization = fold });
            var report = OnnxVerifier.VerifyNodes(model, _folder["deep.onnx"], Data).ThrowIfDifferent();
            Assert.Equal(fold ? 40 : 60, report.Compared);
            Assert.All(report.Nodes, n => Assert.InRange(n.LargestRelative, 0, 1e-5));
        }
    }

    public static TheoryData<string, string, string> Damages => new()
    {
        { "weight", "down/Conv", "1 of the 216 elements of the constant 'down.weight' are others than in the model's export" },
        { "bias", "first/Conv", "1 of the 4 elements of the constant 'first.bias' are others" },
        { "attribute", "pool/MaxPool", "has the attribute strides = [1, 1] in the file and [2, 2] in the model's export" },
        { "operator", "Relu_2", "is Tanh in the file and Relu in the model's export" },
        { "input", "Add", "the node reads (" },
        { "step", "spread/RmsNormalization/Sqrt", "is Exp in the file and Sqrt in the model's export" },
        { "last", "probabilities", "has the attribute axis = 0 in the file and 1 in the model's export" },
    };

    [Theory, MemberData(nameof(Damages))]
    public void The_first_node_that_differs_is_named_and_saved(string damage, string node, string reason)
    {
        Model.ExportEdited(_folder["damaged.onnx"], file => Damage(file, damage));
        var report = OnnxVerifier.VerifyNodes(Model, _folder["damaged.onnx"], Data, new() { SaveFolder = _folder["first"] });

        Assert.False(report.IsEquivalent);
        var first = report.FirstDifference!;
        Assert.True(first.Value == node, report.ToString());
        Assert.Contains(report.Reasons, r => r.Contains(reason, StringComparison.Ordinal));
        Assert.Contains(report.Reasons, r => r.Contains("differs by itself", StringComparison.Ordinal));
        Assert.All(report.Nodes.TakeWhile(n => n.Value != node), n => Assert.False(n.IsWrong));
        Assert.StartsWith($"damaged.onnx DIFFERS from the model, first at {node} (", report.Summary, StringComparison.Ordinal);
        Assert.Contains(node, Assert.Throws<VerificationException>(() => report.ThrowIfDifferent()).Message, StringComparison.Ordinal);

        Assert.Equal(_folder["first"], report.SavedTo);
        Assert.Contains(node, File.ReadAllText(Path.Combine(_folder["first"], "README.txt")), StringComparison.Ordinal);
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
    public void A_file_that_stops_at_a_node_tells_which()
    {
        // Weights of 2 channels for an image of 4: the runtime stops there, and everything before is still compared.
        Model.ExportEdited(_folder["broken.onnx"], file => (file.Initializer("down.weight").Dims[1], file.Initializer("down.weight").Dims[2]) = (2, 6));
        var report = OnnxVerifier.VerifyNodes(Model, _folder["broken.onnx"], Data, new() { SaveFolder = _folder["first"] });
        Assert.Equal("down/Conv", report.FirstDifference!.Value);
        Assert.Equal(NodeVerdict.Failed, report.FirstDifference.Verdict);
        Assert.Contains("ONNX Runtime", report.FirstDifference.Remark, StringComparison.Ordinal);
        Assert.Equal(NodeVerdict.Equivalent, report.Nodes[0].Verdict);
        Assert.Equal(NodeVerdict.NotRun, report.Nodes[^1].Verdict);
        Assert.Contains("no actual_0.pb", File.ReadAllText(Path.Combine(_folder["first"], "README.txt")), StringComparison.Ordinal);
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
        Assert.Contains("ONNX Runtime yields float32[5, 3, 2], the model float32[3, 5, 2]", report.FirstDifference.Remark, StringComparison.Ordinal);
        Assert.Contains(report.Reasons, r => r.Contains("/Concat' reads (", StringComparison.Ordinal));
        Assert.Equal("x", Assert.Single(Saved("input")).Name);
        var part = OnnxFile.Read(_folder["first/model.onnx"]);
        Assert.Equal(steps.Append("Reshape").Order(), part.Graph.Node.Select(n => n.OpType).Order());
        Assert.Equal([5, 3, 2], Saved("actual")[0].Tensor.Type.Shape.Select(d => (int)d.Size));
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
    public void A_saved_difference_is_saved_over_and_nothing_else_is()
    {
        Model.ExportEdited(_folder["damaged.onnx"], file => Damage(file, "weight"));
        for (var i = 0; i < 2; i++) OnnxVerifier.VerifyNodes(Model, _folder["damaged.onnx"], Data, new() { SaveFolder = _folder["first"] });
        File.WriteAllText(Path.Combine(_folder["first"], "thesis.txt"), "all of it");
        var message = Assert.Throws<ArgumentException>(() => OnnxVerifier.VerifyNodes(Model, _folder["damaged.onnx"], Data, new() { SaveFolder = _folder["first"] })).Message;
        Assert.Contains("holds 'thesis.txt'", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => OnnxVerifier.VerifyNodes(Model, _folder["damaged.onnx"], Data, new() { SaveFolder = _folder["damaged.onnx"] }));
        Assert.Throws<ArgumentException>(() => OnnxVerifier.VerifyNodes(Model, _folder["damaged.onnx"], Data, new() { Rows = 0 }));
        Assert.Contains("the data have 5 rows", Assert.Throws<ArgumentException>(() => OnnxVerifier.VerifyNodes(Model, _folder["damaged.onnx"], Data, new() { FirstRow = 5 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_ties_is_no_difference()
    {
        // Both classes are equally probable; 1e-7 more for the second is within tolerance and makes another label.
        var model = Model.Classifier(new Linear(2, 2), Value.Input("x", ElementType.Float32, ["batch", 2]), 2);
        foreach (var parameter in model.Parameters) parameter.Assign<float>(new float[parameter.Count]);
        model.ExportEdited(_folder["tie.onnx"], file => file.Initializer("bias").SetFloat(1, _ => 1e-7f));
        var report = OnnxVerifier.VerifyNodes(model, _folder["tie.onnx"], new Dataset([Tensor.Create(Draw(6, -2), [3, 2])], new[] { 0, 1, 0 }, 2));
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
            new CsvColumn("name", ColumnKind.Categorical, [.. Enumerable.Range(0, 40).Select(i => i == 23 ? "rare" : "common")]),
            new CsvColumn("y", [.. Enumerable.Range(0, 40).Select(i => (float)i)]));
        var model = TabularModel.Regressor(table, "y", hidden: []);
        model.ExportEdited(_folder["rare.onnx"], file =>
        {
            var keys = file.Node("LabelEncoder").Attribute.Single(a => a.Name == "keys_strings").Strings;
            keys[keys.IndexOf(ByteString.CopyFromUtf8("rare"))] = ByteString.CopyFromUtf8("other");
        });
        Assert.True(OnnxVerifier.VerifyNodes(model, _folder["rare.onnx"], table).IsEquivalent);
        var row = OnnxVerifier.Verify(model, _folder["rare.onnx"], table).Outputs[0].Worst!.Row!.Value;
        var report = OnnxVerifier.VerifyNodes(model, _folder["rare.onnx"], table, new() { FirstRow = row, Rows = 1, SaveFolder = _folder["first"] });
        Assert.Equal("LabelEncoder", report.FirstDifference!.Operator);
        Assert.Contains("1 of 1 elements differ", report.FirstDifference.Remark, StringComparison.Ordinal);

        // The text goes into the saved folder and out again.
        var text = TensorProto.Parser.ParseFrom(File.ReadAllBytes(_folder["first/test_data_set_0/input_0.pb"]));
        Assert.Equal("rare", text.StringData[0].ToStringUtf8());
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
        Assert.Throws<OperationCanceledException>(() => OnnxVerifier.VerifyNodes(Model, _folder["model.onnx"], Data, null, new CancellationToken(canceled: true)));
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

    private static void Damage(ModelProto file, string damage)
    {
        switch (damage)
        {
            case "weight": file.Initializer("down.weight").SetFloat(100, w => w + 0.05f); break;
            case "bias": file.Initializer("first.bias").SetFloat(2, b => b + 0.01f); break;
            case "attribute":
                // Pooling by steps of 1 yields a larger image, which the rest of the file takes as it is.
                Ints(file.Node("MaxPool"), "strides")[0] = 1;
                Ints(file.Node("MaxPool"), "strides")[1] = 1;
                break;
            case "operator": file.Graph.Node.Single(n => n.Output[0] == "Relu_2").OpType = "Tanh"; break;
            case "input":
                var add = file.Graph.Node.Single(n => n.Output[0] == "Add");
                add.Input[0] = add.Input[1];
                break;
            case "step": file.Node("Sqrt").OpType = "Exp"; break;
            case "last": file.Node("Softmax").Attribute.Single(a => a.Name == "axis").I = 0; break;
            default: throw new ArgumentException(damage);
        }
    }

    private static Google.Protobuf.Collections.RepeatedField<long> Ints(NodeProto node, string attribute) => node.Attribute.Single(a => a.Name == attribute).Ints;

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

    private static Model Network()
    {
        var model = Model.Classifier(new Residual(), Value.Input("x", ElementType.Float32, ["batch", 3, 8, 8]), 4);
        foreach (var variable in model.Parameters.Concat(model.Fixed.Variables))
            variable.Assign<float>(variable.Name.EndsWith("running_var", StringComparison.Ordinal) ? Draw(variable.Count, 0.5) : Draw(variable.Count, -2).Select(v => v / 4).ToArray());
        return model;
    }

    /// <summary>Numbers from <paramref name="low"/> to 2.</summary>
    private static float[] Draw(int count, double low)
    {
        var random = new RandomStream(5, 0, 0);
        return [.. Enumerable.Range(0, count).Select(i => (float)(low + ((2 - low) * random.Uniform((ulong)i))))];
    }

    private sealed class Amplified : Module
    {
        private readonly Variable _shift;

        public Amplified() => _shift = Parameter("shift", [2], Initializer.Zeros);

        public override Value Forward(Value x) => ((x + _shift) * 1e6).Tanh();
    }

    private sealed class Turned : Module
    {
        public override Value Forward(Value x) => x.Reshape(["batch", "width", 2]) * 2;
    }

    private sealed class Residual : Module
    {
        private readonly Conv2d _first = new(3, 4, 3, padding: 1), _second = new(4, 4, 3, padding: 1, bias: false), _down = new(4, 6, 3, padding: 1);
        private readonly BatchNorm2d _norm1 = new(4), _norm2 = new(4), _norm3 = new(6);
        private readonly MaxPool2d _pool = new(2);
        private readonly RmsNorm _spread = new([4, 4, 4]);
        private readonly AdaptiveAvgPool2d _average = new(1);
        private readonly Linear _head = new(6, 4);

        public override Value Forward(Value x)
        {
            x = x.Apply(_first).Apply(_norm1).Relu();
            x = (x + x.Apply(_second).Apply(_norm2)).Relu().Apply(_pool).Apply(_spread);
            return x.Apply(_down).Apply(_norm3).Relu().Apply(_average).Flatten().Apply(_head);
        }
    }
}
