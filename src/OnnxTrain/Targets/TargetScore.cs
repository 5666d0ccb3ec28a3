namespace OnnxTrain;

/// <summary>A score of one of several targets.</summary>
/// <param name="Target">The name of the target.</param>
/// <param name="Metric"><c>loss</c>, the loss of this target without its weight, or the name of a <see cref="OnnxTrain.Metric"/>:
/// <c>accuracy</c> and <c>F1</c> of classes, <c>RMSE</c> and <c>R²</c> of numbers.</param>
/// <param name="Value">The number.</param>
public sealed record TargetScore(string Target, string Metric, double Value)
{
    internal const string Loss = "loss";

    /// <summary>The target and the metric, for names of columns and keys.</summary>
    internal string Key(string separator) => $"{Target}{separator}{Metric}";

    /// <summary>The scores, or the shared empty list if there are none, so that results without scores are equal.</summary>
    internal static IReadOnlyList<TargetScore> List(IEnumerable<TargetScore> scores) =>
        scores.ToArray() is { Length: > 0 } some ? some : [];

    /// <summary>The mean of each score over several lists of the same targets and metrics.</summary>
    internal static IReadOnlyList<TargetScore> Means(IReadOnlyList<IReadOnlyList<TargetScore>> lists) =>
        lists.Count == 0 ? [] : List(lists[0].Select((score, i) => score with { Value = lists.Average(list => list[i].Value) }));
}
