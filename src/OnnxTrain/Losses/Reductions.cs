namespace OnnxTrain;

/// <summary>One number from many losses.</summary>
internal static class Reductions
{
    public static Value Reduce(Value losses, Reduction reduction) => reduction switch
    {
        Reduction.Mean => losses.Mean(),
        Reduction.Sum => losses.Sum(),
        Reduction.BatchMean => losses.Sum() / Rows(losses),
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "No such reduction."),
    };

    /// <summary>The length of the first axis; 1 for a scalar.</summary>
    private static Value Rows(Value losses) => CountOp.Of([.. losses.Shape.Take(1)], losses.ElementType);
}
