namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// <paramref name="count"/> parts of equal length along <paramref name="axis"/>. Where they do not come out even, the last is shorter,
    /// and there may be fewer, as in PyTorch.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="ShapeException">The axis is named.</exception>
    public IReadOnlyList<Value> Chunk(int count, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Split(Math.Max(1, (KnownLength(nameof(Chunk), axis) + count - 1) / count), axis);
    }
}
