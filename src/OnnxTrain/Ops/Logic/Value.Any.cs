namespace OnnxTrain;

public partial class Value
{
    /// <summary>Whether any truth value over <paramref name="axes"/> holds, all of them when no axis is given; of none, false.</summary>
    public Value Any(params int[] axes) => Any(keepAxes: false, axes);

    /// <summary>
    /// Whether any truth value over <paramref name="axes"/> holds; the axes stay with length 1 if <paramref name="keepAxes"/>.
    /// </summary>
    public Value Any(bool keepAxes, params int[] axes) => Count(nameof(Any), this, keepAxes, axes) > 0;

    /// <summary>Whether all truth values over <paramref name="axes"/> hold, all of them when no axis is given; of none, true.</summary>
    public Value All(params int[] axes) => All(keepAxes: false, axes);

    /// <summary>
    /// Whether all truth values over <paramref name="axes"/> hold; the axes stay with length 1 if <paramref name="keepAxes"/>.
    /// </summary>
    public Value All(bool keepAxes, params int[] axes) =>
        Count(nameof(All), ElementType == ElementType.Bool ? Not() : this, keepAxes, axes).EqualTo(0);

    /// <summary>How many hold. A tensor has fewer than 2³¹ elements.</summary>
    private static Value Count(string name, Value x, bool keepAxes, int[] axes) => x.ElementType == ElementType.Bool
        ? x.Cast(ElementType.Int32).Sum(keepAxes, axes)
        : throw new ShapeException($"{name}: the input is {x.Type}; it has to be bool, as comparisons yield.");
}
