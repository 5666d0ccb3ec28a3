namespace OnnxTrain;

/// <summary>
/// Where random operators have their draws from when these are values of the graph. Operators ask in the order of the graph, once each.
/// </summary>
internal abstract class Draws
{
    /// <summary>Truth values: false, what is dropped, with the given probability.</summary>
    public abstract Value Keep(Shape shape, double rate);

    /// <summary>Numbers uniform on [0, 1) in steps of 2⁻²⁴.</summary>
    public abstract Value Uniform(Shape shape, ElementType type);

    /// <summary>Standard normal numbers.</summary>
    public abstract Value Normal(Shape shape, ElementType type);
}
