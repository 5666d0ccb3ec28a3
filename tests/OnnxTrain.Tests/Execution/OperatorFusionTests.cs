namespace OnnxTrain.Tests.Execution;

/// <summary>Matrix products take in what follows them, and the results stay.</summary>
public class OperatorFusionTests
{
    private static readonly Dictionary<string, long> NoAxes = [];

    public static TheoryData<string, string[]> Chains => new()
    {
        { "relu", ["Gemm + Relu"] },
        { "row and relu", ["Gemm + Relu"] },
        { "matrix", ["Gemm"] },
        { "matrix in front, then relu", ["Gemm + Relu"] },
        { "bias and matrix", ["Gemm", "Add"] },
        { "sum of two products", ["Gemm", "Gemm"] },
        { "read twice", ["Gemm", "Relu + Add"] },
        { "fetched", ["Gemm", "Relu"] },
        { "itself", ["Gemm", "Add"] },
        { "relu, then matrix", ["Gemm + Relu", "Add"] },
    };

    [Theory, MemberData(nameof(Chains))]
    public void Takes_in_what_follows(string chain, string[] steps)
    {
        var a = Value.Input("a", ElementType.Float64, [3, 3]);
        var b = Value.Input("b", ElementType.Float64, [3, 3]);
        var row = Value.Input("row", ElementType.Float64, [3]);
        var product = a.MatMul(b);
        Value[] fetches = chain switch
        {
            "relu" => [product.Relu()],
            "row and relu" => [(product + row).Relu()],
            "matrix" => [product + b],
            "matrix in front, then relu" => [(b + product).Relu()],
            "bias and matrix" => [a.Linear(b, row) + b],
            "sum of two products" => [product + b.MatMul(a)],
            "read twice" => [product.Relu() + product],
            "fetched" => [product, product.Relu()],
            "itself" => [product + product],
            _ => [product.Relu() + b],
        };
        using var plan = new Plan(new([a, b, row], fetches), NoAxes);
        Assert.Equal(steps, plan.Work.Select(w => w.Operators));
        for (var i = 0; i < 9; i++) (plan.Elements<double>(a)[i], plan.Elements<double>(b)[i]) = (i - 3, (7 * i % 5) - 2);
        for (var i = 0; i < 3; i++) plan.Elements<double>(row)[i] = i - 1;
        plan.Run();

        // A = [[-3, -2, -1], [0, 1, 2], [3, 4, 5]], B = [[-2, 0, 2], [-1, 1, -2], [0, 2, -1]], row = [-1, 0, 1]: small whole numbers, so
        // exact.
        double[] expected = chain switch
        {
            "relu" => [8, 0, 0, 0, 5, 0, 0, 14, 0],
            "row and relu" => [7, 0, 0, 0, 5, 0, 0, 14, 0],
            "matrix" => [6, -4, 1, -2, 6, -6, -10, 16, -8],
            "matrix in front, then relu" => [6, 0, 1, 0, 6, 0, 0, 16, 0],
            "bias and matrix" => [1, 3, 0, 2, -2, -1, 3, -7, 3],
            "sum of two products" => [20, 8, 11, -4, 0, -11, -13, 12, -8],
            "read twice" => [16, -4, -1, -1, 10, -4, -10, 28, -7],
            "fetched" => [8, 0, 0, 0, 5, 0, 0, 14, 0],
            "itself" => [16, -8, -2, -2, 10, -8, -20, 28, -14],
            _ => [6, 0, 2, -1, 6, -2, 0, 16, -1],
        };
        Assert.Equal(expected, plan.Elements<double>(fetches[^1]).ToArray());
    }
}
