namespace OnnxTrain;

/// <summary>A number that measures the quality of predictions.</summary>
public abstract class Metric
{
    /// <summary>Its name, such as <c>accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a lower value is better, as for errors and losses.</summary>
    public virtual bool LowerIsBetter => false;

    /// <summary>Computes it.</summary>
    /// <exception cref="InvalidOperationException">The metric does not support such predictions.</exception>
    public abstract double Of(Predictions predictions);
}
