namespace OnnxTrain;

/// <summary>
/// The calibration of probabilities: rows are grouped into bins by the probability of the predicted class, and in each bin the mean of
/// these probabilities is compared with the fraction of correct predictions (Guo et al., 2017, «On Calibration of Modern Neural Networks»).
/// </summary>
public sealed class Calibration
{
    /// <summary>Bins of equal width from 0 to 1.</summary>
    /// <param name="predictions">Predictions of a classifier.</param>
    /// <param name="bins">The number of bins.</param>
    /// <exception cref="InvalidOperationException">The predictions are numbers, not classes.</exception>
    public Calibration(Predictions predictions, int bins = 10)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        predictions.Require(classification: true, "Calibration");
        var (counts, right, confidence) = (new int[bins], new int[bins], new double[bins]);
        for (var row = 0; row < predictions.RowCount; row++)
        {
            var predicted = predictions.PredictedClass(row);
            var probability = predictions.Outputs[(row * predictions.Width) + predicted];
            var bin = BinOf(probability, bins);
            counts[bin]++;
            confidence[bin] += probability;
            if (predicted == predictions.Labels[row]) right[bin]++;
        }

        Bins = [.. Enumerable.Range(0, bins).Select(i => new CalibrationBin(
            (double)i / bins, (double)(i + 1) / bins, counts[i],
            counts[i] == 0 ? 0 : confidence[i] / counts[i], counts[i] == 0 ? 0 : (double)right[i] / counts[i]))];
        ExpectedError = Bins.Sum(b => b.Rows * Math.Abs(b.Accuracy - b.Confidence)) / predictions.RowCount;
        LargestError = Bins.Where(b => b.Rows > 0).Max(b => Math.Abs(b.Accuracy - b.Confidence));
    }

    /// <summary>The bins in order, including empty ones.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>
    /// The expected calibration error, Σ (n_b / n) |accuracy_b − confidence_b|: 0 if the probabilities are calibrated.
    /// </summary>
    public double ExpectedError { get; }

    /// <summary>The maximum calibration error: the largest |accuracy − confidence| of a bin that has rows.</summary>
    public double LargestError { get; }

    /// <summary>A bin holds the probabilities above its lower edge, up to and including its upper edge.</summary>
    private static int BinOf(double probability, int bins) =>
        Math.Clamp((int)Math.Ceiling(probability * bins) - 1, 0, bins - 1);
}
