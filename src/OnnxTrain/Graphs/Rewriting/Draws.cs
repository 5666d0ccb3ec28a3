namespace OnnxTrain;

/// <summary>
/// The source of random numbers for random operators, if these are values of the graph. Each operator asks once, in the order of the graph.
/// </summary>
internal abstract class Draws
{
    /// <summary>Booleans: false (dropped) with the given probability.</summary>
    public abstract Value Keep(Shape shape, double rate);

    /// <summary>Uniform numbers on [0, 1) in steps of 2⁻²⁴.</summary>
    public abstract Value Uniform(Shape shape, ElementType type);

    /// <summary>Standard normal numbers.</summary>
    public abstract Value Normal(Shape shape, ElementType type);
}
