using OnnxTrain.Onnx;
using OnnxTrain.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Ops;

/// <summary>Rows of the table of operators as ONNX Runtime computes them, beside the library in float32.</summary>
internal static class OpExport
{
    private static readonly int[] Opsets = [13, 15, 17, 18, 19, 20, 21, 23, 24, 26];

    /// <summary>The largest difference at each opset and batch, relative to max(1, |value|).</summary>
    public static IEnumerable<(int Opset, int Batch, double Difference)> Differences(OpCase row)
    {
        var (inputs, outputs) = Graph(row);
        foreach (var opset in Opsets.Select(o => Math.Max(o, Minimum(inputs, outputs))).Distinct())
        {
            using var session = new OnnxSession(Write(inputs, outputs, opset));
            foreach (var batch in (int[])[1, 3, 7])
            {
                var data = OpRun.Data(row, batch);
                var native = OpRun.Forward(row, ElementType.Float32, data, batch);
                yield return (opset, batch, OpRun.Difference(native, session.Run(inputs, data)));
            }
        }
    }

    /// <summary>The largest difference of the gradients of a weighted sum of the outputs, at the default opset.</summary>
    public static IEnumerable<(int Batch, double Difference)> GradientDifferences(OpCase row)
    {
        var (inputs, outputs) = Graph(row);
        List<Value> feeds = [.. inputs];
        var sum = GradientChecker.Weigh(outputs, feeds, ElementType.Float32);
        Value[] gradients = [.. sum.Gradient([.. inputs.Where(x => x.ElementType == ElementType.Float32)])];
        inputs = [.. feeds];
        using var session = new OnnxSession(Write(inputs, gradients, Math.Max(OnnxVersions.DefaultOpset, Minimum(inputs, gradients))));
        foreach (var batch in (int[])[1, 7])
        {
            var random = new Random(3);
            Nd[] data =
            [
                .. OpRun.Data(row, batch),
                .. feeds.Skip(row.Inputs.Length).Select(w => OpInput.Real(w.Shape, -1, 1).Data(random, batch)),
            ];
            using var plan = OpRun.Plan(inputs, gradients, batch);
            yield return (batch, OpRun.Difference(OpRun.Run(plan, inputs, data, gradients), session.Run(inputs, data)));
        }
    }

    public static (Value[] Inputs, Value[] Outputs) Graph(OpCase row)
    {
        var inputs = OpRun.Inputs(row, ElementType.Float32);
        return (inputs, row.Build(inputs));
    }

    public static ModelProto Write(Value[] inputs, Value[] outputs, int opset) =>
        GraphExporter.Write("case", inputs, [.. outputs.Select((y, i) => ($"y{i}", y))], opset);

    public static int Minimum(Value[] inputs, Value[] outputs) =>
        new Graph(inputs, outputs).Nodes.Select(node => node.Op.MinimumOpset).DefaultIfEmpty().Max();
}
