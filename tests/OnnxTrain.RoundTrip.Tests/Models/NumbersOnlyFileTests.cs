using System.Numerics.Tensors;
using OnnxTrain.Onnx;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>
/// A file without labels takes and yields numbers, and uses only operators and forms that OpenCV 4.6 supports, which
/// <c>tests/runtimes/run</c> tries: no text, no integers but shapes, no empty inputs, no product by a matrix that is not transposed.
/// </summary>
public sealed class NumbersOnlyFileTests : IDisposable
{
    private static readonly string[] Supported =
    [
        "Abs", "Add", "AveragePool", "Cast", "Concat", "Conv", "Div", "Elu", "Exp", "Gemm", "GlobalAveragePool", "LeakyRelu", "Log",
        "MaxPool", "Mul", "Relu", "Reshape", "Sigmoid", "Slice", "Softmax", "Softplus", "Sub", "Tanh", "Transpose",
    ];

    private static readonly ExportOptions NoLabels = new() { Labels = ExportLabels.None };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Encodings => ["one-hot", "binary", "hash", "embedding"];

    [Theory, MemberData(nameof(Encodings))]
    public void Of_a_table_with_gaps_and_categories(string encoding)
    {
        var table = Tables.Odd();
        var model = Tables.Trained(
            TabularModel.Classifier(
                table, "art", options: new()
                {
                    Encoding = encoding switch
                    {
                        "binary" => CategoryEncoding.Binary,
                        "hash" => CategoryEncoding.Hash(4),
                        "embedding" => CategoryEncoding.Embedding(4),
                        _ => CategoryEncoding.OneHot,
                    },
                    ColumnScaling = new Dictionary<string, Scaling> { ["weight in g"] = Scaling.Log },
                }),
            table);
        Check(model, table, ["probabilities"]);

        // Text and gaps of a table become numbers by what the file says of itself.
        using var predictor = new OnnxPredictor(_folder["m.onnx"]);
        var others = CsvTable.Parse(
            "number,weight in g,Ort/場所,ok?,\"länge, cm\"\n0,,nowhere,,\n5,141.5,Zürich,maybe,3\n",
            new() { Types = predictor.ColumnKinds.ToDictionary() });
        foreach (var rows in (CsvTable[])[table, others])
        {
            foreach (var (native, file) in model.Predict(rows).Zip(predictor.Predict(rows)))
            {
                Assert.Equal(native.Label, file.Label);
                Assert.All(native.Probabilities.Zip(file.Probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            }
        }
    }

    [Fact]
    public void Of_several_targets()
    {
        var table = Tables.Odd();
        var model = DataModel.Create(
            table, [new NumberFeature("länge, cm"), new CategoryFeature("Ort/場所")],
            [new ClassTarget("art"), new NumberTarget("weight in g")]);
        Check(Tables.Trained(model, table), table, ["art_probabilities", "weight in g_prediction"]);
        using var predictor = new OnnxPredictor(_folder["m.onnx"]);
        var (native, file) = (model.Predict(table)[0], predictor.Predict(table)[0]);
        Assert.Equal(native["art"].Label, file["art"].Label);
        Assert.Equal(native["weight in g"].Value, file["weight in g"].Value, 1e-2f);
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.Elu)]
    [InlineData(Activation.Softplus)]
    public void Of_a_table_of_numbers(Activation activation)
    {
        var table = Tables.Diabetes();
        var target = table.Columns[^1].Name;
        Check(TabularModel.Regressor(table, target, options: new() { Activation = activation, LogTarget = true }), table, ["prediction"]);
    }

    [Theory]
    [InlineData("cnn", ImageAxes.Nhwc)]
    [InlineData("compactcnn", ImageAxes.Nhwc)]
    [InlineData("lenet", ImageAxes.Nchw)]
    [InlineData("resnet18", ImageAxes.Nhwc)]
    [InlineData("mobilenetv2", ImageAxes.Nhwc)]
    public void Of_images(string network, ImageAxes axes)
    {
        const int side = 32, rows = 6;
        var pixels = new byte[rows * side * side * 3];
        new Random(6).NextBytes(pixels);
        var data = new Dataset(Tensor.Create(pixels, [rows, side, side, 3]), [0, 1, 2, 0, 1, 2], 3);
        var model = ImageModel.Classifier(data, ["cat", "dog", "7"], network, new() { Axes = axes });
        var file = Check(model, data, ["probabilities"]);
        Assert.Equal("cat,dog,7", file.MetadataProps.Single(entry => entry.Key == "classes").Value);
        using var predictor = new OnnxPredictor(_folder["m.onnx"]);
        Assert.Equal(["cat", "dog", "7"], predictor.Classes);
        var (native, found) = (model.Predict(data)[0], predictor.Predict(data.Features[0])[0]);
        Assert.All(native.Probabilities.Zip(found.Probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Equal(model.Classes[found.Probabilities.ToArray().AsSpan().IndexOf(found.Confidence)], found.Label);
    }

    [Fact]
    public void The_file_loads_to_the_model_and_writes_its_labels_again()
    {
        var table = Tables.Odd();
        var model = Tables.Trained(TabularModel.Classifier(table, "art"), table);
        model.ExportOnnx(_folder["a.onnx"]);
        model.ExportOnnx(_folder["m.onnx"], NoLabels);
        DataModel.Load(_folder["m.onnx"]).ExportOnnx(_folder["b.onnx"]);
        Assert.Equal(File.ReadAllBytes(_folder["a.onnx"]), File.ReadAllBytes(_folder["b.onnx"]));
    }

    [Fact]
    public void The_documentation_of_an_input_says_what_it_takes()
    {
        var table = CsvTable.Parse("a,b,y\n1,p,0\n3,,1\n,q,0\n2,p,1\n");
        var inputs = TabularModel.Classifier(table, "y").ToOnnx(NoLabels).Graph.Input.ToDictionary(i => i.Name, i => i.DocString);
        Assert.Equal("A missing number is given as 2.", inputs["a"]);
        Assert.Equal("The index of the category: 0 = (missing), 1 = p, 2 = q; 3 for any other.", inputs["b"]);
    }

    [Fact]
    public void A_changed_weight_is_found()
    {
        var table = Tables.Odd();
        var model = Tables.Trained(TabularModel.Classifier(table, "art"), table);
        model.ExportOnnx(_folder["m.onnx"], NoLabels);
        var other = Tables.Trained(TabularModel.Classifier(table, "art"), table, epochs: 4);
        Assert.False(OnnxVerifier.Verify(other, _folder["m.onnx"], table).IsEquivalent);
        Assert.False(OnnxVerifier.VerifyNodes(other, _folder["m.onnx"], table).IsEquivalent);
    }

    private ModelProto Check(Model model, IRowSource data, string[] outputs)
    {
        model.ExportOnnx(_folder["m.onnx"], NoLabels);
        OnnxVerifier.Verify(model, _folder["m.onnx"], data).ThrowIfDifferent();
        Assert.True(OnnxVerifier.VerifyNodes(model, _folder["m.onnx"], data).IsEquivalent);
        var file = OnnxFile.Read(_folder["m.onnx"]);
        Assert.Equal(outputs, file.Graph.Output.Select(o => o.Name));
        Assert.Single(file.OpsetImport);
        Assert.Empty(file.Graph.Node.Select(n => n.OpType).Except(Supported));
        Assert.All(file.Graph.Input.Concat(file.Graph.Output), value => Assert.Contains(
            (TensorProto.Types.DataType)value.Type.TensorType.ElemType, TypesOf(value)));
        var parameters = file.Graph.Node.Where(n => n.OpType is "Reshape" or "Slice").SelectMany(n => n.Input.Skip(1)).ToHashSet();
        Assert.All(file.Graph.Initializer, tensor => Assert.True(
            parameters.Contains(tensor.Name) || tensor.DataType == (int)TensorProto.Types.DataType.Float, tensor.Name));
        Assert.All(file.Graph.Initializer, tensor => Assert.DoesNotContain(0, tensor.Dims));
        Assert.All(file.Graph.Node, node => Assert.DoesNotContain("", node.Input));
        Assert.All(
            file.Graph.Node.Where(n => n.OpType == "Gemm"), node => Assert.Equal(1, node.Attribute.Single(a => a.Name == "transB").I));
        return file;
    }

    private static TensorProto.Types.DataType[] TypesOf(ValueInfoProto value) => value.Type.TensorType.Shape.Dim.Count == 4
        ? [TensorProto.Types.DataType.Uint8]
        : [TensorProto.Types.DataType.Float];
}
