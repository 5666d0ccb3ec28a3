namespace OnnxTrain;

/// <summary>A target in a <see cref="TrainingReport"/>.</summary>
/// <param name="Name">The column that is predicted; empty where there is one target without a name.</param>
/// <param name="Predictions">What the model predicted for the rows that it is judged by; null for none.</param>
public sealed record ReportTarget(string Name, Predictions? Predictions = null)
{
    /// <summary>The names of the classes in the order of the probabilities; numbers if left out.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];
}
