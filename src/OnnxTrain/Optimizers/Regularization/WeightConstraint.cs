namespace OnnxTrain;

/// <summary>
/// A set that the parameters may not leave: after each update they are projected back onto it, in the graph (projected
/// gradient descent).
/// </summary>
public abstract class WeightConstraint
{
    /// <summary>The point of the set that is nearest to the updated parameters.</summary>
    /// <param name="parameters">The variables that training learns, by their names and shapes.</param>
    /// <param name="values">The new value of each, of its type.</param>
    /// <returns>A value for each, of its type: the same one where nothing is to change.</returns>
    public abstract IReadOnlyList<Value> Project(IReadOnlyList<Variable> parameters, IReadOnlyList<Value> values);

    /// <summary>A radius that is a positive number.</summary>
    private protected static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "It has to be a positive number.");
}
