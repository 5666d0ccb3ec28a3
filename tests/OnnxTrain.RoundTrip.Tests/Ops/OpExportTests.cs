using Microsoft.ML.OnnxRuntime;
using OnnxTrain.Onnx;
using OnnxTrain.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Ops;

/// <summary>Every operator as ONNX Runtime computes it.</summary>
public class OpExportTests
{
    private static readonly int[] Opsets = [13, 17, 21, 26];

    /// <summary>Gradients are several operators, some of them sums over a thousand elements.</summary>
    private const double GradientTolerance = 1e-5;

    public static TheoryData<string> Exported => OpCases.Names(row => row.IsExported);

    public static TheoryData<string> Differentiable => OpCases.Names(row => row.IsExported && row.Gradient == GradientCheck.Differences);

    [Theory, MemberData(nameof(Exported))]
    public void Onnx_Runtime_computes_the_same(string name)
    {
        var row = OpCases.All[name];
        var (inputs, outputs) = Graph(row);
        foreach (var opset in Opsets.Except(row.NotInOnnxRuntime).Select(o => Math.Max(o, Minimum(inputs, outputs))).Distinct())
        {
            using var session = new OnnxSession(Write(inputs, outputs, opset));
            foreach (var batch in (int[])[1, 3, 7])
            {
                var data = OpRun.Data(row, batch);
                var native = OpRun.Forward(row, ElementType.Float32, data, batch);
                var difference = OpRun.Difference(native, session.Run(inputs, data));
                Assert.True(difference <= 2 * row.Float32Tolerance, $"Opset {opset}, batch {batch}: {difference}, at most {2 * row.Float32Tolerance}.");
            }
        }
    }

    [Theory, MemberData(nameof(Differentiable))]
    public void Onnx_Runtime_computes_the_same_gradient(string name)
    {
        var row = OpCases.All[name];
        var (inputs, outputs) = Graph(row);
        List<Value> feeds = [.. inputs];
        var sum = GradientChecker.Weigh(outputs, feeds, ElementType.Float32);
        Value[] gradients = [.. sum.Gradient([.. inputs.Where(x => x.ElementType == ElementType.Float32)])];
        inputs = [.. feeds];
        using var session = new OnnxSession(Write(inputs, gradients, Math.Max(OnnxVersions.DefaultOpset, Minimum(inputs, gradients))));
        foreach (var batch in (int[])[1, 7])
        {
            var random = new Random(3);
            Nd[] data = [.. OpRun.Data(row, batch), .. feeds.Skip(row.Inputs.Length).Select(w => OpInput.Real(w.Shape, -1, 1).Data(random, batch))];
            using var plan = OpRun.Plan(inputs, gradients, batch);
            var difference = OpRun.Difference(OpRun.Run(plan, inputs, data, gradients), session.Run(inputs, data));
            Assert.True(difference <= GradientTolerance, $"Batch {batch}: {difference}, at most {GradientTolerance}.");
        }
    }

    [Fact]
    public void Onnx_Runtime_lacks_what_the_table_says_it_lacks()
    {
        foreach (var row in OpCases.All.Values)
        {
            var (inputs, outputs) = Graph(row);
            foreach (var opset in row.NotInOnnxRuntime)
                Assert.Throws<OnnxRuntimeException>(() => new OnnxSession(Write(inputs, outputs, opset)));
        }
    }

    [Fact]
    public void Dropout_is_refused_in_training_form()
    {
        var x = Value.Input("x0", ElementType.Float32, ["batch", 4]);
        Assert.Contains("Dropout", Assert.Throws<ExportException>(() => Write([x], [x.Dropout(0.5)], 17)).Message);
    }

    [Fact]
    public void Draws_are_refused_in_training_form()
    {
        var x = Value.Input("x0", ElementType.Float32, ["batch", 4]);
        Assert.Contains("Bernoulli", Assert.Throws<ExportException>(() => Write([x], [x.Bernoulli()], 17)).Message, StringComparison.Ordinal);
    }

    private static (Value[] Inputs, Value[] Outputs) Graph(OpCase row)
    {
        var inputs = OpRun.Inputs(row, ElementType.Float32);
        return (inputs, row.Build(inputs));
    }

    private static int Minimum(Value[] inputs, Value[] outputs) => new Graph(inputs, outputs).Nodes.Select(node => node.Op.MinimumOpset).DefaultIfEmpty().Max();

    private static ModelProto Write(Value[] inputs, Value[] outputs, int opset) =>
        GraphExporter.Write("case", inputs, [.. outputs.Select((y, i) => ($"y{i}", y))], opset);
}
