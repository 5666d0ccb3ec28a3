namespace OnnxTrain;

/// <summary>
/// A term that is added to the loss: a soft constraint on the parameters. It is graph, and its gradient is
/// found like any other.
/// </summary>
public abstract class Penalty
{
    /// <summary>The term: a scalar of the parameters' element type.</summary>
    /// <param name="parameters">The variables that training learns, by their names and shapes.</param>
    /// <returns>The term, or null if it says nothing of these parameters.</returns>
    public abstract Value? Of(IReadOnlyList<Variable> parameters);
}
