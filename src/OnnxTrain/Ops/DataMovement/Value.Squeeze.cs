namespace OnnxTrain;

public partial class Value
{
    /// <summary>Without the given axes, whose length is 1; without all axes of length 1 if none is given.</summary>
    /// <exception cref="ShapeException">An axis is not there, is given twice, or is longer.</exception>
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

    /// <summary>New axes of length 1, which stand at the places <paramref name="axes"/> of the result (−1: at its end).</summary>
    /// <exception cref="ShapeException">The result has no such place, or a place is given twice.</exception>
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
            throw new ShapeException($"Unsqueeze: [{string.Join(", ", axes)}] names a place twice for the shape {Shape}.");
        var old = new Queue<Dimension>(Shape);
        return Reshape([.. Enumerable.Range(0, rank).Select(place => places.Contains(place) ? 1 : old.Dequeue())]);
    }
}
