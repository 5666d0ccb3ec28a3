namespace OnnxTrain.Tests.Ops;

/// <summary>What indices that only data bring may be.</summary>
public class ScatterTests
{
    private static readonly Value Data = Value.Input("data", ElementType.Float32, [4, 2]);

    public static TheoryData<string, bool, long[]> Bad =>
        new()
        {
            { "ScatterElements", false, [0, 1, 0, 3] },
            { "ScatterElements", false, [1, 1, -3, 0] },
            { "ScatterElements", true, [0, 4, 0, 0] },
            { "ScatterElements", true, [0, -5, 0, 0] },
            { "ScatterND", false, [2, 0, 1, 2] },
            { "ScatterND", false, [0, 1, 2, -2] },
            { "ScatterND", true, [9, 0, 0, 0] },
            { "GatherElements", true, [0, 0, 0, 4] },
            { "GatherND", true, [0, 0, -5, 0] },
        };

    [Theory, MemberData(nameof(Bad))]
    public void Indices_outside_the_data_and_places_given_twice_are_exceptions(string operation, bool isOutside, long[] elements)
    {
        var isElements = operation.EndsWith("Elements", StringComparison.Ordinal);
        var indices = Value.Input("indices", ElementType.Int64, isElements ? [2, 2] : [4, 1]);
        var updates = Value.Input("updates", ElementType.Float32, isElements ? [2, 2] : [4, 2]);
        var y = operation switch
        {
            "ScatterElements" => Data.ScatterElements(indices, updates, 0),
            "ScatterND" => Data.ScatterND(indices, updates),
            "GatherElements" => Data.GatherElements(indices, 0),
            _ => Data.GatherND(indices),
        };
        using var plan = OpRun.Plan([Data, indices, updates], [y], 1);
        elements.CopyTo(plan.Elements<long>(indices));
        var message = Assert.ThrowsAny<ArgumentException>(plan.Run).Message;
        Assert.Contains($"{operation}: ", message, StringComparison.Ordinal);
        Assert.Contains(isOutside ? "outside 0 … 3" : "two updates have the position", message, StringComparison.Ordinal);
    }
}
