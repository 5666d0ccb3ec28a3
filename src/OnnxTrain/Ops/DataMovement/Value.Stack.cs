namespace OnnxTrain;

public partial class Value
{
    /// <summary>The values side by side along a new axis.</summary>
    /// <param name="axis">Where the new axis stands in the result.</param>
    /// <param name="values">Values of one type and shape.</param>
    /// <exception cref="ShapeException">Their types differ, or there are none.</exception>
    public static Value Stack(int axis, params Value[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0) throw new ShapeException("Stack: there is nothing to stack.");
        if (values.FirstOrDefault(v => v.Type != values[0].Type) is { } other)
            throw new ShapeException($"Stack: {values[0].Type} and {other.Type} do not stack; all have to be of one type and shape.");
        return Concat(axis, [.. values.Select(v => v.Unsqueeze(axis))]);
    }
}
