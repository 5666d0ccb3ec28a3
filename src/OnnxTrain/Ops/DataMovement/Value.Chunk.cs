namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// Splits into <paramref name="count"/> parts of equal length along <paramref name="axis"/>. If the length is not divisible, the last
    /// part is shorter, and there may be fewer parts, as in PyTorch.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="ShapeException">The axis is named, and not known to be a multiple of the count.</exception>
    public IReadOnlyList<Value> Chunk(int count, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var length = Shape[Shape.Axis(axis, nameof(Chunk))];
        if (!length.IsFixed && length.DivideExactly(count) is { } part)
            return Split(Shape.Create([.. Enumerable.Repeat(part, count)]), axis);
        return Split(Math.Max(1, (KnownLength(nameof(Chunk), axis) + count - 1) / count), axis);
    }
}
