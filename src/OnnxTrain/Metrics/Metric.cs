namespace OnnxTrain;

/// <summary>A number that measures the quality of predictions.</summary>
public abstract class Metric
{
    /// <summary>Its usual name, such as <c>accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a lower value is a better one, as of errors and losses.</summary>
    public virtual bool LowerIsBetter => false;

    /// <summary>Computes it.</summary>
    /// <exception cref="InvalidOperationException">The metric is not one for such predictions.</exception>
    public abstract double Of(Predictions predictions);
}
