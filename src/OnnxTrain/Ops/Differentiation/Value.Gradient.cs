namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// The gradients of this scalar by each of <paramref name="variables"/>, as a graph, which can be used in computations, exported and
    /// differentiated again.
    /// </summary>
    /// <param name="variables">Values or variables that this one was computed from.</param>
    /// <returns>One value for each, of its type; zeros where this value does not depend on it.</returns>
    /// <exception cref="ShapeException">This value is not a scalar.</exception>
    public IReadOnlyList<Value> Gradient(params Value[] variables) => Gradients.Of(this, variables);
}

public static partial class Gradients
{
    /// <summary>
    /// ∂y/∂x for each x of <paramref name="xs"/>. An x may be an input, a variable or any value on the way to
    /// <paramref name="y"/>: a hidden layer's output has its gradient like a weight.
    /// </summary>
    /// <param name="y">A scalar; use Sum or Mean to get one.</param>
    /// <param name="xs">The value to differentiate by.</param>
    /// <returns>One value for each x, of its type; zeros where <paramref name="y"/> does not depend on it.</returns>
    /// <exception cref="ShapeException"><paramref name="y"/> is not a scalar, or not a floating-point value.</exception>
    public static IReadOnlyList<Value> Of(Value y, params Value[] xs)
    {
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(xs);
        if (y.Rank != 0) throw new ShapeException($"Gradient: {y.Type} is not a scalar; use Sum or Mean.");
        return OrZeros(y, xs, y.Number(1));
    }

    /// <summary>
    /// The gradients with <paramref name="upstream"/> flowing into <paramref name="y"/>; zeros where y does not depend on an x.
    /// </summary>
    internal static Value[] OrZeros(Value y, Value[] xs, Value upstream)
    {
        if (!y.ElementType.IsFloat()) throw new ShapeException($"Gradient: {y.Type} has no gradient; only floating-point values have one.");
        if (Array.Find(xs, x => x.ElementType == ElementType.String) is { } text)
            throw new ShapeException($"Gradient: {text.Type} is text; only numbers can be differentiated by.");
        var gradients = Of(y, xs, upstream);
        return [.. xs.Select((x, i) => gradients[i] ?? Value.Constant(0, x.ElementType).Expand(x.Shape))];
    }
}
