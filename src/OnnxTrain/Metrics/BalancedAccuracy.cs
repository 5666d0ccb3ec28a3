namespace OnnxTrain;

/// <summary>
/// The mean over the classes of the fraction of their rows that is predicted right, as scikit-learn's <c>balanced_accuracy_score</c>.
/// Classes without rows are left out.
/// </summary>
public sealed class BalancedAccuracy : Metric
{
    /// <inheritdoc/>
    public override string Name => "balanced accuracy";

    /// <inheritdoc/>
    public override double Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.Require(classification: true, Name);
        var (right, all) = (new int[predictions.Width], new int[predictions.Width]);
        for (var row = 0; row < predictions.RowCount; row++)
        {
            all[predictions.Labels[row]]++;
            if (predictions.PredictedClass(row) == predictions.Labels[row]) right[predictions.Labels[row]]++;
        }

        return Enumerable.Range(0, all.Length).Where(c => all[c] > 0).Average(c => (double)right[c] / all[c]);
    }
}
