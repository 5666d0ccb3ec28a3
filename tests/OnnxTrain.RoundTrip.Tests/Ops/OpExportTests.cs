using OnnxTrain.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Ops;

/// <summary>Every operator as ONNX Runtime computes it.</summary>
public class OpExportTests
{
    /// <summary>Gradients are several operators, some of them sums over a thousand elements.</summary>
    private const double GradientTolerance = 1e-5;

    public static TheoryData<string> Exported => OpCases.Names(row => row.IsExported);

    public static TheoryData<string> Differentiable =>
        OpCases.Names(row => row.IsExported && row.Gradient == GradientCheck.Differences);

    [Theory, MemberData(nameof(Exported))]
    public void Onnx_Runtime_computes_the_same(string name)
    {
        var row = OpCases.All[name];
        foreach (var (opset, batch, difference) in OpExport.Differences(row))
            Assert.True(
                difference <= 2 * row.Float32Tolerance, $"Opset {opset}, batch {batch}: {difference}, at most {2 * row.Float32Tolerance}.");
    }

    [Theory, MemberData(nameof(Differentiable))]
    public void Onnx_Runtime_computes_the_same_gradient(string name)
    {
        foreach (var (batch, difference) in OpExport.GradientDifferences(OpCases.All[name]))
            Assert.True(difference <= GradientTolerance, $"Batch {batch}: {difference}, at most {GradientTolerance}.");
    }

    [Fact]
    public void Dropout_is_refused_in_training_form()
    {
        var x = Value.Input("x0", ElementType.Float32, ["batch", 4]);
        Assert.Contains("Dropout", Assert.Throws<ExportException>(() => OpExport.Write([x], [x.Dropout(0.5)], 17)).Message);
    }

    [Fact]
    public void Draws_are_refused_in_training_form()
    {
        var x = Value.Input("x0", ElementType.Float32, ["batch", 4]);
        Assert.Contains(
            "Bernoulli",
            Assert.Throws<ExportException>(() => OpExport.Write([x], [x.Bernoulli()], 17)).Message,
            StringComparison.Ordinal);
    }
}
