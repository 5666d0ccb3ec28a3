namespace OnnxTrain;

/// <summary>A <see cref="BatchMetric"/> in an epoch.</summary>
/// <param name="Name">The name of the metric.</param>
/// <param name="Training">Its mean over the training batches, each before its update.</param>
/// <param name="Validation">Its mean over the validation rows after the epoch, or null.</param>
public sealed record MetricResult(string Name, double Training, double? Validation)
{
    /// <summary>Results of metrics; where there are none, the one empty list, so that results without metrics are equal.</summary>
    internal static IReadOnlyList<MetricResult> List<T>(IReadOnlyList<T> metrics, Func<T, int, MetricResult> result) =>
        metrics.Count == 0 ? [] : [.. metrics.Select(result)];
}
