namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// The elements moved on by <paramref name="shift"/> places along <paramref name="axis"/>; those that leave its end come in at its
    /// start.
    /// </summary>
    /// <param name="shift">How many places; negative ones move toward the start.</param>
    /// <param name="axis">The axis; a named one has to be as long as the shift at least, which is seen when data arrive.</param>
    public Value Roll(int shift, int axis)
    {
        if (!Shape[Shape.Axis(axis, nameof(Roll))].IsFixed && shift != 0)
            return Concat(axis, Slice(axis, -(long)shift), Slice(axis, 0, -(long)shift));
        var length = KnownLength(nameof(Roll), axis);
        var first = length == 0 ? 0 : ((shift % length) + length) % length;
        return first == 0 ? this : Concat(axis, Slice(axis, length - first), Slice(axis, 0, length - first));
    }
}
