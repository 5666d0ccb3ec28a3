namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// The elements moved on by <paramref name="shift"/> places along <paramref name="axis"/>; those that leave its end come in at its
    /// start.
    /// </summary>
    /// <param name="shift">How many places; negative ones move toward the start.</param>
    /// <param name="axis">The axis, of known length.</param>
    /// <exception cref="ShapeException">The axis is named.</exception>
    public Value Roll(int shift, int axis)
    {
        var length = KnownLength(nameof(Roll), axis);
        var first = length == 0 ? 0 : ((shift % length) + length) % length;
        return first == 0 ? this : Concat(axis, Slice(axis, length - first), Slice(axis, 0, length - first));
    }
}
