namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// The gradients of this scalar by each of <paramref name="variables"/>: more graph, which can be computed with, exported
    /// and differentiated again.
    /// </summary>
    /// <param name="variables">Values or variables that this one was computed from.</param>
    /// <returns>One value for each, of its type; zeros where this value does not depend on it.</returns>
    /// <exception cref="ShapeException">This value is not a scalar.</exception>
    public IReadOnlyList<Value> Gradient(params Value[] variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (Rank != 0) throw new ShapeException($"Gradient: {Type} is not a scalar; Sum or Mean makes one.");
        if (!ElementType.IsFloat()) throw new ShapeException($"Gradient: {Type} has no gradient; only floating-point values have one.");
        var gradients = Gradients.Of(this, variables, Number(1));
        return [.. variables.Select((x, i) => gradients[i] ?? Constant(0, x.ElementType).Expand(x.Shape))];
    }
}
