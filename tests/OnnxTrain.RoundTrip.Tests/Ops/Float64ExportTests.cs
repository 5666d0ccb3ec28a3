using OnnxTrain.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Ops;

/// <summary>
/// Models of float64 are of float64 in the file: no attribute and no constant holds less than the model's numbers, and ONNX Runtime has all
/// operators.
/// </summary>
public class Float64ExportTests
{
    private const double Tolerance = 1e-12;

    private const int Lowest = 13, Highest = 26;

    public static TheoryData<string> Rows => OpCases.Names(IsFloat64);

    public static TheoryData<string> Lacking => OpCases.Names(row => !row.IsFloat64Exported);

    public static TheoryData<string> Differentiable =>
        OpCases.Names(row => IsFloat64(row) && row.Gradient == GradientCheck.Differences);

    [Theory, MemberData(nameof(Rows))]
    public void Values_are_those_of_the_library(string name)
    {
        var row = OpCases.All[name];
        var inputs = OpRun.Inputs(row, ElementType.Float64);
        Compare(row, inputs, row.Build(inputs));
    }

    [Theory, MemberData(nameof(Differentiable))]
    public void Gradients_are_those_of_the_library(string name)
    {
        var row = OpCases.All[name];
        var inputs = OpRun.Inputs(row, ElementType.Float64);
        List<Value> feeds = [.. inputs];
        var sum = GradientChecker.Weigh(row.Build(inputs), feeds, ElementType.Float64);
        Compare(row, [.. feeds], [.. sum.Gradient([.. inputs.Where(x => x.ElementType == ElementType.Float64)])]);
    }

    [Theory, MemberData(nameof(Lacking))]
    public void What_needs_axes_that_are_numbers_says_so(string name)
    {
        var row = OpCases.All[name];
        var inputs = OpRun.Inputs(row, ElementType.Float64);
        var refused = Assert.Throws<ExportException>(() => OpExport.Write(inputs, row.Build(inputs), Highest));
        Assert.Contains("numbers", refused.Message, StringComparison.Ordinal);
    }

    private static void Compare(OpCase row, Value[] inputs, Value[] outputs)
    {
        var random = new Random(3);
        Nd[] data = [.. OpRun.Data(row, 3), .. inputs.Skip(row.Inputs.Length).Select(w => OpInput.Real(w.Shape, -1, 1).Data(random, 3))];
        using var plan = OpRun.Plan(inputs, outputs, 3);
        var native = OpRun.Run(plan, inputs, data, outputs);
        foreach (var opset in (int[])[Math.Max(Lowest, OpExport.Minimum(inputs, outputs)), Highest])
        {
            using var session = new OnnxSession(OpExport.Write(inputs, outputs, opset));
            Assert.InRange(OpRun.Difference(native, session.Run(inputs, data)), 0, Tolerance);
        }
    }

    private static bool IsFloat64(OpCase row) => row.IsExported && row.IsFloat64Exported && row.Inputs.Any(x => x.Type is null);
}
