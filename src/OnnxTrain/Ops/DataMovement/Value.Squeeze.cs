namespace OnnxTrain;

public partial class Value
{
    /// <summary>Removes the given axes, whose length must be 1; by default all axes of length 1.</summary>
    /// <exception cref="ShapeException">An axis does not exist, is given twice, or has another length than 1.</exception>
    public Value Squeeze(params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        int[] gone = axes.Length == 0
            ? [.. Enumerable.Range(0, Rank).Where(axis => Shape[axis].IsOne)]
            : Shape.DistinctAxes(axes, nameof(Squeeze));
        foreach (var (given, axis) in axes.Zip(gone))
        {
            if (!Shape[axis].IsOne) throw new ShapeException($"Squeeze: axis {given} of {Shape} is {Shape[axis]}, not 1.");
        }

        return Reshape([.. Shape.Where((_, axis) => !gone.Contains(axis))]);
    }

    /// <summary>Inserts axes of length 1 at the positions <paramref name="axes"/> of the result (−1: at its end).</summary>
    /// <exception cref="ShapeException">The result has no such position, or a position is given twice.</exception>
    public Value Unsqueeze(params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        var rank = Rank + axes.Length;
        foreach (var axis in axes)
        {
            if (axis < -rank || axis >= rank)
                throw new ShapeException($"Unsqueeze: axis {axis} is outside {-rank} … {rank - 1} for the shape {Shape}.");
        }

        int[] places = [.. axes.Select(axis => (axis + rank) % rank).Distinct()];
        if (places.Length != axes.Length)
            throw new ShapeException($"Unsqueeze: [{string.Join(", ", axes)}] has a position twice for the shape {Shape}.");
        var old = new Queue<Dimension>(Shape);
        return Reshape([.. Enumerable.Range(0, rank).Select(place => places.Contains(place) ? 1 : old.Dequeue())]);
    }
}
