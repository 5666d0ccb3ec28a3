using Microsoft.ML.OnnxRuntime;
using OnnxTrain.Onnx;
using OnnxTrain.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Ops;

/// <summary>Operators on float64 as ONNX Runtime computes them: the first and the last row of each, at the lowest and the highest opset.</summary>
public class Float64ExportTests
{
    /// <summary>Operators whose form may have no kernel of float64 in ONNX Runtime 1.31: a session is refused, so that nothing is silently wrong.</summary>
    private static readonly Type[] Without =
    [
        typeof(ConvOp), typeof(ConvTransposeOp), typeof(ConvWeightGradientOp), typeof(AveragePoolOp), typeof(AveragePoolGradientOp), typeof(MaxPoolGradientOp),
        typeof(EluOp), typeof(ErfOp), typeof(LeakyReluOp), typeof(PReluOp), typeof(SoftplusOp),
    ];

    public static TheoryData<string> Rows => [.. OpCases.All.Values.Where(row => row.IsExported).GroupBy(row => row.Subject).SelectMany(rows => (OpCase[])[rows.First(), rows.Last()]).Distinct().Select(row => row.Name)];

    [Theory, MemberData(nameof(Rows))]
    public void Onnx_Runtime_computes_the_same_or_refuses(string name)
    {
        var row = OpCases.All[name];
        var inputs = OpRun.Inputs(row, ElementType.Float64);
        var outputs = row.Build(inputs);
        var least = new Graph(inputs, outputs).Nodes.Select(node => node.Op.MinimumOpset).DefaultIfEmpty(13).Max();
        foreach (var opset in (int[])[Math.Max(13, least), 26])
        {
            var model = GraphExporter.Write("case", inputs, [.. outputs.Select((y, i) => ($"y{i}", y))], opset);
            using var session = Open(model, row);
            if (session is null) continue;
            var data = OpRun.Data(row, 3);
            var difference = OpRun.Difference(OpRun.Forward(row, ElementType.Float64, data, 3), session.Run(inputs, data));
            Assert.True(difference <= 1e-9, FormattableString.Invariant($"Opset {opset}: {difference}."));
        }
    }

    private static OnnxSession? Open(ModelProto model, OpCase row)
    {
        try
        {
            return new(model);
        }
        catch (OnnxRuntimeException) when (Without.Contains(row.Op))
        {
            return null;
        }
    }
}
