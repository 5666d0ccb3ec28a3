namespace OnnxTrain;

public partial class Value
{
    /// <summary>The elements in reverse order along each of <paramref name="axes"/>.</summary>
    /// <param name="axes">The axes, which may be named; each once.</param>
    /// <exception cref="ShapeException">An axis does not exist, or is given twice.</exception>
    public Value Flip(params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        return Shape.DistinctAxes(axes, nameof(Flip)).Aggregate(this, (x, axis) => x.Slice(axis, step: -1));
    }
}
