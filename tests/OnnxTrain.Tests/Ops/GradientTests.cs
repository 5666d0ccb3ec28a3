namespace OnnxTrain.Tests.Ops;

/// <summary>Gradients against central differences, both in float64.</summary>
public class GradientTests
{
    public const double Tolerance = 1e-6;

    public static TheoryData<string> Rows => OpCases.Names(row => row.Gradient == GradientCheck.Differences);

    public static TheoryData<string> Batched =>
        OpCases.Names(row => row.Gradient == GradientCheck.Differences && row.Inputs.Any(x => !x.Shape.IsFixed));

    public static TheoryData<string> Flat => OpCases.Names(row => row.Gradient == GradientCheck.Zero);

    [Theory, MemberData(nameof(Rows))]
    public void The_gradient_is_that_of_central_differences(string name) =>
        Assert.InRange(GradientChecker.Error(OpCases.All[name], order: 1), 0, Tolerance);

    [Theory, MemberData(nameof(Rows))]
    public void The_gradient_of_the_gradient_is_that_of_central_differences(string name) =>
        Assert.InRange(GradientChecker.Error(OpCases.All[name], order: 2), 0, Tolerance);

    [Theory, MemberData(nameof(Batched))]
    public void Batches_of_one_and_of_nothing_have_gradients_too(string name)
    {
        Assert.InRange(GradientChecker.Error(OpCases.All[name], order: 1, batch: 1), 0, Tolerance);
        Assert.InRange(GradientChecker.Error(OpCases.All[name], order: 2, batch: 1), 0, Tolerance);
        Assert.InRange(GradientChecker.Error(OpCases.All[name], order: 1, batch: 0), 0, Tolerance);
    }

    [Theory, MemberData(nameof(Flat))]
    public void An_operator_without_a_gradient_gives_zeros(string name)
    {
        var row = OpCases.All[name];
        var inputs = OpRun.Inputs(row, ElementType.Float64);
        var sum = row.Build(inputs).Select(y => (y.Cast(ElementType.Float64) * 3).Sum()).Aggregate((a, b) => a + b);
        if (Array.Find(inputs, x => x.ElementType == ElementType.String) is { } text)
        {
            Assert.Contains("is text", Assert.Throws<ShapeException>(() => sum.Gradient(text)).Message, StringComparison.Ordinal);
            return;
        }

        var gradients = sum.Gradient(inputs);
        using var plan = OpRun.Plan(inputs, gradients, 3);
        var results = OpRun.Run(plan, inputs, OpRun.Data(row, 3), gradients);
        for (var i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(inputs[i].Type, gradients[i].Type);
            Assert.All(results[i].Items, g => Assert.Equal(0, g));
        }
    }
}
