namespace OnnxTrain;

/// <summary>
/// The receiver operating characteristic of one class against the others: for every threshold on its probability, the true positive rate
/// against the false positive rate (Fawcett, 2006).
/// </summary>
public sealed class RocCurve
{
    /// <summary>The curve of one class.</summary>
    /// <param name="predictions">Predictions of a classifier.</param>
    /// <param name="positive">The positive class; all other classes are negative.</param>
    /// <exception cref="InvalidOperationException">The predictions are numbers, not classes.</exception>
    /// <exception cref="ArgumentException">All rows belong to that class, or none.</exception>
    public RocCurve(Predictions predictions, int positive)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.Require(classification: true, "The ROC curve");
        ArgumentOutOfRangeException.ThrowIfNegative(positive);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(positive, predictions.Width);
        var rows = predictions.RowCount;
        var (scores, isPositive) = (new double[rows], new bool[rows]);
        for (var row = 0; row < rows; row++)
        {
            // Sort by descending score.
            scores[row] = -predictions.Outputs[(row * predictions.Width) + positive];
            isPositive[row] = predictions.Labels[row] == positive;
        }

        var positives = isPositive.Count(p => p);
        if (positives == 0 || positives == rows)
            throw new ArgumentException(
                $"Of {rows} rows {positives} are of class {positive}; a ROC curve needs rows of it and of others.", nameof(predictions));
        Array.Sort(scores, isPositive);
        Points = Walk(scores, isPositive, positives);
        for (var i = 1; i < Points.Count; i++)
            AreaUnderCurve +=
                (Points[i].FalsePositiveRate - Points[i - 1].FalsePositiveRate)
                * (Points[i].TruePositiveRate + Points[i - 1].TruePositiveRate)
                / 2;
    }

    /// <summary>
    /// The corners of the curve from (0, 0) to (1, 1), one per threshold: a row is predicted positive if its probability is at least the
    /// threshold. The first threshold is infinite.
    /// </summary>
    public IReadOnlyList<RocPoint> Points { get; }

    /// <summary>
    /// The area under the curve by the trapezoid rule: the probability that a row of the class gets a higher score than one of the others,
    /// with ties counted half (Hanley and McNeil, 1982). 1 is perfect, 0.5 is chance.
    /// </summary>
    public double AreaUnderCurve { get; }

    /// <summary>Whether the curve exists: there must be rows of the class and rows of other classes.</summary>
    /// <param name="predictions">Predictions of a classifier.</param>
    /// <param name="positive">The positive class.</param>
    public static bool Exists(Predictions predictions, int positive)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return predictions.Labels.Contains(positive) && predictions.Labels.ContainsAnyExcept(positive);
    }

    private static List<RocPoint> Walk(double[] negatedScores, bool[] isPositive, int positives)
    {
        var negatives = isPositive.Length - positives;
        var points = new List<RocPoint> { new(double.PositiveInfinity, 0, 0) };
        var (found, mistaken) = (0, 0);
        for (var row = 0; row < isPositive.Length; row++)
        {
            if (isPositive[row]) found++;
            else mistaken++;
            var isLastOfEquals = row + 1 == isPositive.Length || negatedScores[row + 1] != negatedScores[row];
            if (isLastOfEquals) points.Add(new(-negatedScores[row], (double)mistaken / negatives, (double)found / positives));
        }

        return points;
    }
}
