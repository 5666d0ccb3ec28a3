namespace OnnxTrain;

/// <summary>The predictions of each of several targets.</summary>
internal static class TargetPredictions
{
    /// <summary>Predictions beside the truth by the name of the target, in the order of the targets.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="answers">What <see cref="Target.Answer"/> of all yields, [rows, width].</param>
    /// <param name="truth">The truth, [rows, targets].</param>
    public static IReadOnlyDictionary<string, Predictions> Of(IReadOnlyList<Target> targets, double[] answers, double[] truth)
    {
        var (rows, width, start) = (truth.Length / targets.Count, targets.Sum(target => target.Width), 0);
        var found = new Dictionary<string, Predictions>(StringComparer.Ordinal);
        for (var i = 0; i < targets.Count; i++)
        {
            var (own, right) = (new double[rows * targets[i].Width], new float[rows]);
            for (var row = 0; row < rows; row++)
            {
                answers.AsSpan((row * width) + start, targets[i].Width).CopyTo(own.AsSpan(row * targets[i].Width));
                right[row] = (float)truth[(row * targets.Count) + i];
            }

            if (targets[i].Compare(own, right) is { } predictions) found[targets[i].Name] = predictions;
            start += targets[i].Width;
        }

        return found;
    }

    /// <summary>The metrics of each target.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="predictions">Their predictions.</param>
    /// <param name="losses">The loss of each; empty where the losses of the targets are not computed one by one.</param>
    public static IReadOnlyList<TargetScore> Scores(
        IReadOnlyList<Target> targets, IReadOnlyDictionary<string, Predictions> predictions, IReadOnlyList<double> losses)
    {
        return TargetScore.List(targets.SelectMany(Of));

        IEnumerable<TargetScore> Of(Target target, int index)
        {
            if (losses.Count > 0) yield return new(target.Name, TargetScore.Loss, losses[index]);
            if (!predictions.TryGetValue(target.Name, out var own)) yield break;
            foreach (var metric in target.Metrics) yield return new(target.Name, metric.Name, metric.Of(own));
        }
    }
}
