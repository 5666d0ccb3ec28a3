namespace OnnxTrain;

/// <summary>One of several targets in a report.</summary>
/// <param name="Name">The name of the target.</param>
/// <param name="Predictions">What the model predicted for the rows that it is judged by.</param>
/// <param name="Classes">The names of the classes in the order of the probabilities; numbers if left out.</param>
public sealed record ReportTarget(string Name, Predictions Predictions, IReadOnlyList<string>? Classes = null);
