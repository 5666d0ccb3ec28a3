namespace OnnxTrain;

public partial class Value
{
    /// <summary>Stacks values along a new axis.</summary>
    /// <param name="axis">The position of the new axis in the result.</param>
    /// <param name="values">Values of one type and shape.</param>
    /// <exception cref="ShapeException">The types differ, or there are no values.</exception>
    public static Value Stack(int axis, params Value[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0) throw new ShapeException("Stack: there is nothing to stack.");
        if (values.FirstOrDefault(v => v.Type != values[0].Type) is { } other)
            throw new ShapeException($"Stack: {values[0].Type} and {other.Type} cannot be stacked; all must have the same type and shape.");
        return Concat(axis, [.. values.Select(v => v.Unsqueeze(axis))]);
    }
}
