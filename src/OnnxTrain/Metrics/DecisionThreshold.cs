namespace OnnxTrain;

/// <summary>
/// The probability from which the second of two classes is predicted, in place of one half: for classes of unequal frequency or costs.
/// </summary>
public static class DecisionThreshold
{
    private const int MostCandidates = 500;

    /// <summary>Finds the threshold with the best value of a metric.</summary>
    /// <param name="predictions">Predictions for rows that the model was not trained on, of two classes.</param>
    /// <param name="metric">The metric, such as <see cref="F1Score"/> or <see cref="BalancedAccuracy"/>.</param>
    /// <returns>
    /// A threshold between two neighbouring probabilities, rounded to float32; of equally good ones that which is nearest to one half. Of
    /// more than 500 different probabilities, 500 are tried, evenly spread over the rows.
    /// </returns>
    /// <exception cref="InvalidOperationException">The predictions are not of two classes.</exception>
    public static double Best(Predictions predictions, Metric metric)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(metric);
        predictions.Require(classification: true, "A threshold");
        if (predictions.Width != 2)
            throw new InvalidOperationException($"A threshold is for two classes, and there are {predictions.Width}.");
        var sign = metric.LowerIsBetter ? -1 : 1;
        return Candidates(predictions)
            .Select(threshold => (Threshold: threshold, Value: sign * metric.Of(predictions.WithThreshold(threshold))))
            .Where(pair => !double.IsNaN(pair.Value))
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => Math.Abs(pair.Threshold - 0.5))
            .Select(pair => pair.Threshold)
            .FirstOrDefault(0.5);
    }

    private static IEnumerable<double> Candidates(Predictions predictions)
    {
        var all = new double[predictions.RowCount];
        for (var row = 0; row < all.Length; row++) all[row] = predictions.Outputs[(2 * row) + 1];
        Array.Sort(all);
        double[] different = [.. all.Distinct()];
        if (different.Length > MostCandidates)
        {
            var spread = Enumerable.Range(0, MostCandidates).Select(i => all[(int)((long)i * (all.Length - 1) / (MostCandidates - 1))]);
            different = [.. spread.Distinct()];
        }

        return [0.5, .. different.Zip(different.Skip(1), (one, other) => (double)(float)((one + other) / 2))];
    }
}
