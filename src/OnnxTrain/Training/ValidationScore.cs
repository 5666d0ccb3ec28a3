namespace OnnxTrain;

/// <summary>The loss and the metric of a model on rows with known targets.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Metric">The metric; null if the model's task has none.</param>
internal sealed record ValidationScore(double Loss, double? Metric)
{
    /// <summary>Loss and metrics of each of several targets; empty for one target.</summary>
    public IReadOnlyList<TargetScore> Targets { get; init; } = [];
}
