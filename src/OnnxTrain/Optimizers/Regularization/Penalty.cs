namespace OnnxTrain;

/// <summary>
/// A penalty that is added to the loss: a soft constraint on the parameters. It is a graph, and is differentiated like the rest of the
/// loss.
/// </summary>
public abstract class Penalty
{
    /// <summary>The term: a scalar of the parameters' element type.</summary>
    /// <param name="parameters">The trained variables, with their names and shapes.</param>
    /// <returns>The term, or null if it does not apply to these parameters.</returns>
    public abstract Value? Of(IReadOnlyList<Variable> parameters);
}
