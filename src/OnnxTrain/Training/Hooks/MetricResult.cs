namespace OnnxTrain;

/// <summary>The value of a <see cref="BatchMetric"/> in an epoch.</summary>
/// <param name="Name">The name of the metric.</param>
/// <param name="Training">Its mean over the training batches, each before its update.</param>
/// <param name="Validation">Its mean over the validation rows after the epoch, or null.</param>
public sealed record MetricResult(string Name, double Training, double? Validation)
{
    /// <summary>
    /// The results of metrics. Without metrics it is always the same empty list, so that such epoch results compare equal.
    /// </summary>
    internal static IReadOnlyList<MetricResult> List<T>(IReadOnlyList<T> metrics, Func<T, int, MetricResult> result) =>
        metrics.Count == 0 ? [] : [.. metrics.Select(result)];
}
