namespace OnnxTrain;

public partial class Value
{
    /// <summary>Whether any element over <paramref name="axes"/> is true, by default over all axes; false for no elements.</summary>
    public Value Any(params int[] axes) => Any(keepAxes: false, axes);

    /// <summary>
    /// Whether any element over <paramref name="axes"/> is true; the axes are kept with length 1 if <paramref name="keepAxes"/>.
    /// </summary>
    public Value Any(bool keepAxes, params int[] axes) => Count(nameof(Any), this, keepAxes, axes) > 0;

    /// <summary>Whether all elements over <paramref name="axes"/> are true, by default over all axes; true for no elements.</summary>
    public Value All(params int[] axes) => All(keepAxes: false, axes);

    /// <summary>
    /// Whether all elements over <paramref name="axes"/> are true; the axes are kept with length 1 if <paramref name="keepAxes"/>.
    /// </summary>
    public Value All(bool keepAxes, params int[] axes) =>
        Count(nameof(All), ElementType == ElementType.Bool ? Not() : this, keepAxes, axes).EqualTo(0);

    /// <summary>The number of true elements. A tensor has fewer than 2³¹ elements.</summary>
    private static Value Count(string name, Value x, bool keepAxes, int[] axes) => x.ElementType == ElementType.Bool
        ? x.Cast(ElementType.Int32).Sum(keepAxes, axes)
        : throw new ShapeException($"{name}: the input is {x.Type}; it must be bool, as comparisons yield.");
}
