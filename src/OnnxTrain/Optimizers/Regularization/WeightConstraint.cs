namespace OnnxTrain;

/// <summary>
/// A constraint on the parameters: after each update they are projected onto the allowed set, in the graph (projected gradient descent).
/// </summary>
public abstract class WeightConstraint
{
    /// <summary>Projects the updated parameters to the nearest point of the allowed set.</summary>
    /// <param name="parameters">The trained variables, with their names and shapes.</param>
    /// <param name="values">The new value of each parameter.</param>
    /// <returns>The projected value of each parameter, of the same type; the same value if nothing changes.</returns>
    public abstract IReadOnlyList<Value> Project(IReadOnlyList<Variable> parameters, IReadOnlyList<Value> values);

    /// <summary>Checks that a radius is a positive number.</summary>
    private protected static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be a positive number.");
}
