namespace OnnxTrain;

/// <summary>A target in a <see cref="TrainingReport"/>.</summary>
/// <param name="Name">The target column; empty for a single target without a name.</param>
/// <param name="Predictions">Predictions for the rows that the model is evaluated on, or null.</param>
public sealed record ReportTarget(string Name, Predictions? Predictions = null)
{
    /// <summary>The class names in the order of the probabilities; numbers if not set.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];
}
