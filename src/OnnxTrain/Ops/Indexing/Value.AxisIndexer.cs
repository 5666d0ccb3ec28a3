namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// Elements and ranges of the first axes: <c>x[0]</c>, <c>x[^1]</c>, <c>x[.., 1..^1]</c>. An element removes its axis; <c>..</c> keeps
    /// the whole axis, as do axes that are not mentioned.
    /// </summary>
    /// <exception cref="ShapeException">There are more indices than axes, or one is out of range.</exception>
    public Value this[params AxisIndex[] indices]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(indices);
            if (indices.Length > Rank)
                throw new ShapeException($"Slice: {indices.Length} indices were given for the {Rank} axes of {Shape}.");
            var x = this;
            for (var axis = 0; axis < indices.Length; axis++) x = indices[axis].Of(x, axis);
            int[] elements = [.. Enumerable.Range(0, indices.Length).Where(axis => indices[axis].IsElement)];
            return elements.Length == 0 ? x : x.Squeeze(elements);
        }
    }
}
