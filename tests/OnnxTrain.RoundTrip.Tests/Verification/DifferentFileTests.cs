using Google.Protobuf;
using OnnxTrain.Onnx;
using OnnxTrain.RoundTrip.Tests.Models;

namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>The verifier fails for files that are not the model, and says where.</summary>
public sealed class DifferentFileTests : IDisposable
{
    private static readonly CsvTable Table = Tables.Odd();
    private static readonly DataModel Model = Tables.Trained(TabularModel.Classifier(Table, "art", hidden: [8]), Table);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Damages => new()
    {
        { "weight", "'probabilities' in" },
        { "bias", "'probabilities' in" },
        { "nan", "'probabilities' in" },
        { "activation", "'probabilities' in" },
        { "softmax", "'probabilities' in" },
        { "mean", "'probabilities' in" },
        { "category", "'probabilities' in" },
        { "class name", "'label' in" },
        { "classes swapped", "'label' in" },
        { "outputs in another order", "outputs are in the order probabilities, label; the model's in label, probabilities" },
        { "inputs in another order", "inputs are in the order" },
        { "output renamed", "has no output 'probabilities' (float32[batch, 3])" },
        { "output missing", "has no output 'label' (string[batch])" },
        { "output added", "has the output 'more'" },
        { "input constant", "has no input 'weight in g' (float32[batch, 1])" },
        { "input missing", "does not load" },
        { "input added", "has the input 'more'" },
        { "one row only", "'weight in g' is float32[1, 1]; the model's is float32[batch, 1]" },
        { "axis renamed", "'weight in g' is float32[n, 1]; the model's is float32[batch, 1]" },
        { "reads what is not there", "does not load" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_file_is_caught(string damage, string expected)
    {
        Model.ExportEdited(_folder["damaged.onnx"], file => Damage(file, damage));
        var report = OnnxVerifier.Verify(Model, _folder["damaged.onnx"], Table);
        Assert.False(report.IsEquivalent);
        Assert.Contains(expected, report.Summary, StringComparison.Ordinal);
        var thrown = Assert.Throws<VerificationException>(() => report.ThrowIfDifferent());
        Assert.Same(report, thrown.Report);
        Assert.Equal(report.ToString(), thrown.Message);
        Assert.Throws<VerificationException>(() => OnnxAssert.Equivalent(Model, _folder["damaged.onnx"], Table));
    }

    [Fact]
    public void A_file_that_differs_in_its_words_alone_passes()
    {
        Model.ExportEdited(_folder["words.onnx"], file =>
        {
            file.MetadataProps.Clear();
            file.DocString = "other words";
            foreach (var node in file.Graph.Node) node.Name += "!";
        });
        OnnxAssert.Equivalent(Model, _folder["words.onnx"], Table);
    }

    [Fact]
    public void A_swapped_class_name_shows_in_the_agreement_of_labels()
    {
        Model.ExportEdited(_folder["swapped.onnx"], file => Damage(file, "class name"));
        var report = OnnxVerifier.Verify(Model, _folder["swapped.onnx"], Table);
        var predicted = Model.Predict(Table).Count(p => p.Label == Model.Classes[0]);
        Assert.NotEqual(0, predicted);
        Assert.Equal(new(60, 60 - predicted, 0), report.LabelAgreement);
        Assert.True(report.Outputs[1].IsEquivalent);
        Assert.Equal("'nonsense'", report.Outputs[0].Worst!.Onnx);
    }

    [Fact]
    public void The_report_names_the_one_row_that_differs()
    {
        const int row = 23;
        string[] names = [.. Enumerable.Range(0, 40).Select(i => i == row ? "rare" : i % 2 == 0 ? "a" : "b")];
        var table = Tables.Of(
            Tables.Texts("name", names),
            new CsvColumn("y", [.. Enumerable.Range(0, 40).Select(i => (float)i)]));
        var model = TabularModel.Regressor(table, "y", hidden: []);
        model.ExportEdited(_folder["rare.onnx"], file =>
        {
            var keys = file.Node("LabelEncoder").Attribute.Single(a => a.Name == "keys_strings").Strings;
            keys[keys.IndexOf(ByteString.CopyFromUtf8("rare"))] = ByteString.CopyFromUtf8("other");
        });

        var report = OnnxVerifier.Verify(model, _folder["rare.onnx"], table, new() { LargestBatch = 16 });

        var output = Assert.Single(report.Outputs);
        // 40 batches of one row, 13 of three and 5 of seven spread over the rows, and parts of 16, 16 and 8 rows: the row is
        // in one of each but sevens, that begin at 0, 8, 16, 24 and 32; without optimizations and with them.
        Assert.Equal(2 * 3, output.Differences);
        Assert.Equal(row, output.Worst!.Row);
        Assert.Equal(row + 2, output.Worst.Line);
        Assert.Equal(1, output.Worst.BatchSize);
        Assert.False(output.Worst.Optimized);
        Assert.Equal(
            model.Predict(table.Select([row]))[0].Value.ToString(System.Globalization.CultureInfo.InvariantCulture), output.Worst.Native);
        Assert.Contains("row 23 (line 25)", report.ToString(), StringComparison.Ordinal);
        Assert.True(OnnxVerifier.Verify(model, _folder["rare.onnx"], table.Select([.. Enumerable.Range(0, row)])).IsEquivalent);
    }

    [Fact]
    public void A_file_of_another_model_with_the_same_columns_is_caught()
    {
        var other = TabularModel.Classifier(Table, "art", hidden: [8], new() { Seed = 5 });
        other.ExportOnnx(_folder["other.onnx"]);
        Assert.False(OnnxVerifier.Verify(Model, _folder["other.onnx"], Table).IsEquivalent);
    }

    [Fact]
    public void Training_on_after_the_export_is_caught()
    {
        var model = TabularModel.Classifier(Table, "art", hidden: [8]);
        model.ExportOnnx(_folder["before.onnx"]);
        OnnxAssert.Equivalent(model, _folder["before.onnx"], Table);
        Tables.Trained(model, Table, epochs: 1);
        Assert.False(OnnxVerifier.Verify(model, _folder["before.onnx"], Table).IsEquivalent);
    }

    [Fact]
    public void A_tolerance_wide_enough_lets_a_small_difference_pass()
    {
        Model.ExportEdited(_folder["near.onnx"], file => file.Initializer("linear2.bias").SetFloat(0, b => b + 1e-3f));
        Assert.False(OnnxVerifier.Verify(Model, _folder["near.onnx"], Table).IsEquivalent);
        Assert.True(OnnxVerifier.Verify(Model, _folder["near.onnx"], Table, new() { AbsoluteTolerance = 1e-3 }).IsEquivalent);
    }

    private static void Damage(ModelProto file, string damage)
    {
        var graph = file.Graph;
        switch (damage)
        {
            case "weight": file.Initializer("linear2.weight").SetFloat(3, w => w + 0.01f); break;
            case "bias": file.Initializer("linear2.bias").SetFloat(2, b => b * 1.01f); break;
            case "nan": file.Initializer("linear2.weight").SetFloat(0, _ => float.NaN); break;
            case "activation": file.Node("Relu").OpType = "Tanh"; break;
            case "softmax": file.Node("Softmax").OpType = "LogSoftmax"; break;
            case "mean": file.Initializer(file.Node("Where").Input[1]).SetFloat(1, m => m + 10); break;
            case "category":
                var keys = file.Node("LabelEncoder").Attribute.Single(a => a.Name == "keys_strings").Strings;
                (keys[0], keys[1]) = (keys[1], keys[0]);
                break;
            case "class name": file.Strings(file.Node("Gather"))[0] = ByteString.CopyFromUtf8("nonsense"); break;
            case "classes swapped":
                var names = file.Strings(file.Node("Gather"));
                (names[0], names[1]) = (names[1], names[0]);
                break;
            case "outputs in another order": (graph.Output[0], graph.Output[1]) = (graph.Output[1].Clone(), graph.Output[0].Clone()); break;
            case "inputs in another order": (graph.Input[0], graph.Input[1]) = (graph.Input[1].Clone(), graph.Input[0].Clone()); break;
            case "output renamed":
                graph.Output[1].Name = "scores";
                graph.Node.Add(Identity("probabilities", "scores"));
                break;
            case "output missing": graph.Output.RemoveAt(0); break;
            case "output added":
                graph.Output.Add(new ValueInfoProto(graph.Output[1]) { Name = "more" });
                graph.Node.Add(Identity("probabilities", "more"));
                break;
            case "input constant":
                graph.Input.Remove(file.Input("weight in g"));
                graph.Initializer.Add(TensorData.Of<float>([1f], [1, 1]).ToOnnx("weight in g"));
                break;
            case "input missing": graph.Input.Remove(file.Input("weight in g")); break;
            case "input added": graph.Input.Add(new ValueInfoProto(graph.Input[0]) { Name = "more" }); break;
            case "one row only": file.Input("weight in g").Type.TensorType.Shape.Dim[0] = new() { DimValue = 1 }; break;
            case "axis renamed": file.Input("weight in g").Type.TensorType.Shape.Dim[0] = new() { DimParam = "n" }; break;
            case "reads what is not there": file.Node("Gemm").Input[1] = "linear1.heavy"; break;
            default: throw new ArgumentException(damage);
        }
    }

    private static NodeProto Identity(string from, string to) =>
        new()
        {
            Name = to, OpType = "Identity", Input = { from }, Output = { to },
        };
}
