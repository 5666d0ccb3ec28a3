namespace OnnxTrain;

/// <summary>The predictions of each of several targets.</summary>
internal static class TargetPredictions
{
    /// <summary>Predictions and true values by the name of the target, in the order of the targets.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="answers">The output of <see cref="Target.Answer"/> for all targets, [rows, width].</param>
    /// <param name="truth">The true values, [rows, targets].</param>
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
    /// <param name="losses">The loss of each target; empty if the losses are not computed separately.</param>
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
