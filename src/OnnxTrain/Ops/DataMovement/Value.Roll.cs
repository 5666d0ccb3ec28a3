namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// Shifts the elements by <paramref name="shift"/> positions along <paramref name="axis"/>; those beyond the end reappear at the start.
    /// </summary>
    /// <param name="shift">The number of positions; negative numbers shift toward the start.</param>
    /// <param name="axis">The axis; a named axis must be at least as long as the shift, which is checked when data arrive.</param>
    public Value Roll(int shift, int axis)
    {
        if (!Shape[Shape.Axis(axis, nameof(Roll))].IsFixed && shift != 0)
            return Concat(axis, Slice(axis, -(long)shift), Slice(axis, 0, -(long)shift));
        var length = KnownLength(nameof(Roll), axis);
        var first = length == 0 ? 0 : ((shift % length) + length) % length;
        return first == 0 ? this : Concat(axis, Slice(axis, length - first), Slice(axis, 0, length - first));
    }
}
