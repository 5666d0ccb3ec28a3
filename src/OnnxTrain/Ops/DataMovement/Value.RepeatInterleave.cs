namespace OnnxTrain;

public partial class Value
{
    /// <summary>Repeats each element along <paramref name="axis"/>: 1 2 3 becomes 1 1 2 2 3 3.</summary>
    /// <param name="repeats">The number of times, at least 1.</param>
    /// <param name="axis">The axis.</param>
    public Value RepeatInterleave(int repeats, int axis)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        var at = Shape.Axis(axis, nameof(RepeatInterleave));
        if (repeats == 1)
            return this;
        return Unsqueeze(at + 1)
            .Expand([.. Shape.Take(at + 1), repeats, .. Shape.Skip(at + 1)])
            .Reshape(Shape.With(at, Shape[at] * repeats));
    }
}
