namespace OnnxTrain;

/// <summary>A number that measures how well one of several targets is predicted.</summary>
/// <param name="Target">The name of the target.</param>
/// <param name="Metric"><c>loss</c>, which is the target's own before its weight, or the name of a <see cref="OnnxTrain.Metric"/>:
/// <c>accuracy</c> and <c>F1</c> of classes, <c>RMSE</c> and <c>R²</c> of numbers.</param>
/// <param name="Value">The number.</param>
public sealed record TargetScore(string Target, string Metric, double Value)
{
    internal const string Loss = "loss";

    /// <summary>The metric with the target before it, for names of columns and keys.</summary>
    internal string Key(string separator) => $"{Target}{separator}{Metric}";

    /// <summary>Scores; where there are none, the one empty list, so that results without scores are equal.</summary>
    internal static IReadOnlyList<TargetScore> List(IEnumerable<TargetScore> scores) =>
        scores.ToArray() is { Length: > 0 } some ? some : [];

    /// <summary>The mean of each score over several lists of the same targets and metrics.</summary>
    internal static IReadOnlyList<TargetScore> Means(IReadOnlyList<IReadOnlyList<TargetScore>> lists) =>
        lists.Count == 0 ? [] : List(lists[0].Select((score, i) => score with { Value = lists.Average(list => list[i].Value) }));
}
