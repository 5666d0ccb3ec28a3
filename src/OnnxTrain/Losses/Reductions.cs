namespace OnnxTrain;

/// <summary>Reduces losses to one number.</summary>
internal static class Reductions
{
    /// <summary>The smallest normal float32: it replaces a sum of weights that is 0, so that 0 / 0 becomes 0.</summary>
    private const double Least = 1.17549435e-38;

    public static Value Reduce(Value losses, Reduction reduction) => reduction switch
    {
        Reduction.Mean => losses.Mean(),
        Reduction.Sum => losses.Sum(),
        Reduction.BatchMean => losses.Sum() / Rows(losses),
        _ => throw NoSuch(reduction),
    };

    /// <summary>The same with row weights [batch]: Σ wᵢ lᵢⱼ, where a mean over rows divides by Σ w instead of the number of rows.</summary>
    public static Value Reduce(Value losses, Reduction reduction, Value weights)
    {
        var rows = OfRows(losses, weights);
        return reduction switch
        {
            Reduction.Mean => (rows * weights).Sum() / (Total(weights) * CountOp.Of([.. losses.Shape.Skip(1)], losses.ElementType)),
            Reduction.Sum => (rows * weights).Sum(),
            Reduction.BatchMean => (rows * weights).Sum() / Total(weights),
            _ => throw NoSuch(reduction),
        };
    }

    /// <summary>Σ w, but kept above 0 if all weights are 0: such a batch has no loss and no gradient.</summary>
    public static Value Total(Value weights) => Value.Max(weights.Sum(), weights.Number(Least));

    /// <summary>The sum of each row's losses, [batch].</summary>
    private static Value OfRows(Value losses, Value weights)
    {
        if (losses.Rank == 0 || weights.Type != new TensorType(losses.ElementType, [losses.Shape[0]]))
            throw new ShapeException(
                $"The losses are {losses.Type} and the weights of rows {weights.Type}; a weight is needed for each row.");
        return losses.Rank == 1 ? losses : losses.Sum([.. Enumerable.Range(1, losses.Rank - 1)]);
    }

    /// <summary>The length of the first axis; 1 for a scalar.</summary>
    private static Value Rows(Value losses) => CountOp.Of([.. losses.Shape.Take(1)], losses.ElementType);

    private static ArgumentOutOfRangeException NoSuch(Reduction reduction) => new(nameof(reduction), reduction, "No such reduction.");
}
