namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// <see cref="GatherElements"/>, where the other axes of value and indices broadcast, as in NumPy: with the indices of <c>ArgMax</c> or
    /// a sort it selects the corresponding elements.
    /// </summary>
    /// <param name="indices">int64, with as many axes as this value.</param>
    /// <param name="axis">The axis that is indexed.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Value TakeAlongAxis(Value indices, int axis)
    {
        ArgumentNullException.ThrowIfNull(indices);
        var at = Shape.Axis(axis, nameof(TakeAlongAxis));
        if (indices.Rank != Rank)
            throw new ShapeException($"TakeAlongAxis: the indices {indices.Type} and the data {Type} need the same number of axes.");
        var others = Shape.Broadcast(Shape.With(at, 1), indices.Shape.With(at, 1), nameof(TakeAlongAxis));
        return Expand(others.With(at, Shape[at])).GatherElements(indices.Expand(others.With(at, indices.Shape[at])), at);
    }
}
