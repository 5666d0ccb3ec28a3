using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Models;

namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>A file that yields NaN or infinities on finite data fails, though its model yields the same.</summary>
public sealed class NotFiniteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, double> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, double>();
            foreach (var kind in (string[])["float32", "float64", "classifier", "regressor", "table"])
            {
                foreach (var number in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
                {
                    // A logit of −∞ is a class of probability 0: that is a number.
                    if (kind != "classifier" || number != double.NegativeInfinity) kinds.Add(kind, number);
                }
            }

            return kinds;
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_weight_that_is_not_finite_is_found(string kind, double number)
    {
        var (model, verify, byNode) = Make(kind);
        Assert.True(verify(new()).IsEquivalent);
        Spoil(model.Parameters[0], number);
        model.ExportOnnx(_folder["m.onnx"]);

        var report = verify(new());
        Assert.False(report.IsEquivalent);
        Assert.False(report.IsFinite);
        Assert.True(report.IsSameButNotFinite, report.ToString());
        Assert.Contains("NOT FINITE", report.Summary, StringComparison.Ordinal);
        Assert.Equal(report, Assert.Throws<VerificationException>(() => report.ThrowIfDifferent()).Report);
        Assert.False(report.ForReport().IsEquivalent);
        Assert.True(verify(new() { AllowNotFinite = true }).IsEquivalent);

        var nodes = byNode(new());
        Assert.False(nodes.IsEquivalent);
        Assert.Equal(NodeVerdict.NotFinite, nodes.FirstDifference!.Verdict);
        Assert.Contains(nodes.FirstDifference.Operator, (string[])["Gemm", "MatMul"]);
        Assert.Contains(
            nodes.Reasons,
            r => r.Contains(model.Parameters[0].Name, StringComparison.Ordinal) && r.Contains("not finite", StringComparison.Ordinal));
        Assert.Contains("NOT FINITE", nodes.Summary, StringComparison.Ordinal);
        Assert.True(byNode(new() { Comparison = new() { AllowNotFinite = true } }).IsEquivalent);
    }

    [Fact]
    public void Numbers_that_the_graph_makes_are_found_where_they_are_made()
    {
        var model = new Model(new Logarithm(), Value.Input("x", ElementType.Float32, ["batch", 2]));
        model.ExportOnnx(_folder["m.onnx"]);
        var data = Data([1, 2, 3, 4, 5, -6]);

        var report = OnnxVerifier.Verify(model, _folder["m.onnx"], data);
        Assert.True(report.IsSameButNotFinite);
        Assert.Equal((2, 1), (report.Outputs[0].FirstNotFinite!.Row, report.Outputs[0].FirstNotFinite!.Element));

        var nodes = OnnxVerifier.VerifyNodes(model, _folder["m.onnx"], data);
        Assert.Equal("Log", nodes.FirstDifference!.Operator);
        Assert.Contains(
            nodes.Reasons,
            r => r.Contains("makes the first", StringComparison.Ordinal) || r.Contains("the node makes", StringComparison.Ordinal));
    }

    [Fact]
    public void Infinities_on_the_way_are_no_fault()
    {
        var model = new Model(new Masked(), Value.Input("x", ElementType.Float32, ["batch", 2]));
        model.ExportOnnx(_folder["m.onnx"]);
        Assert.True(OnnxVerifier.Verify(model, _folder["m.onnx"], Data([1, 2, 3, 4])).IsEquivalent);
        Assert.True(OnnxVerifier.VerifyNodes(model, _folder["m.onnx"], Data([1, 2, 3, 4])).IsEquivalent);
    }

    [Fact]
    public void A_missing_number_of_a_table_is_filled_in_and_no_excuse()
    {
        var model = TabularModel.Classifier(CsvTable.Parse("a,c\n1,p\n,q\n3,p\n4,q\n"), "c", [2]);
        model.ExportOnnx(_folder["m.onnx"]);
        var table = CsvTable.Parse("a,b\n,1\n,2\n", new() { Types = model.ColumnKinds });
        Assert.True(OnnxVerifier.Verify(model, _folder["m.onnx"], table).IsEquivalent);
        Spoil(model.Parameters[^1], double.NaN);
        model.ExportOnnx(_folder["m.onnx"]);
        Assert.True(OnnxVerifier.Verify(model, _folder["m.onnx"], table).IsSameButNotFinite);
    }

    private static Dataset Data(float[] features) =>
        new(Tensor.Create(features, [features.Length / 2, 2]), Tensor.Create(new float[features.Length / 2], [features.Length / 2, 1]));

    private static void Spoil(Variable variable, double number)
    {
        if (variable.ElementType == ElementType.Float64) variable.Elements<double>()[0] = number;
        else variable.Elements<float>()[0] = (float)number;
    }

    private (
        Model Model, Func<VerificationOptions, VerificationReport> Verify, Func<NodeVerificationOptions, NodeVerificationReport> ByNode
    ) Make(string kind)
    {
        var path = _folder["m.onnx"];
        if (kind == "table")
        {
            var table = Tables.Odd();
            var tabular = TabularModel.Regressor(table, "weight in g", [4]);
            tabular.ExportOnnx(path);
            return (tabular, o => OnnxVerifier.Verify(tabular, path, table, o), o => OnnxVerifier.VerifyNodes(tabular, path, table, o));
        }

        var input = Value.Input("x", kind == "float64" ? ElementType.Float64 : ElementType.Float32, ["batch", 2]);
        var model = kind switch
        {
            "classifier" => Model.Classifier(new Linear(2, 3), input, 3),
            "regressor" => Model.Regressor(new Linear(2, 1), input, 3, 2),
            _ => new Model(new Linear(2, 3), input),
        };
        model.ExportOnnx(path);
        var data = Data([1, 2, 3, 4, 5, 6]);
        return (model, o => OnnxVerifier.Verify(model, path, data, o), o => OnnxVerifier.VerifyNodes(model, path, data, o));
    }

    private sealed class Logarithm : Module
    {
        public override Value Forward(Value x) => (x * 2).Log() + 1;
    }

    /// <summary>The softmax of numbers of which one is masked.</summary>
    private sealed class Masked : Module
    {
        public override Value Forward(Value x) => (x + Value.Constant<float>([0, float.NegativeInfinity], [2])).Softmax(1);
    }
}
