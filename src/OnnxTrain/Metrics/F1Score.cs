namespace OnnxTrain;

/// <summary>
/// The macro-averaged F₁: the mean over the classes of 2 · TP / (2 · TP + FP + FN), the harmonic mean of precision and recall, as
/// scikit-learn's <c>f1_score(average="macro")</c>. Classes that no row has and none is predicted as are left out.
/// </summary>
public sealed class F1Score : Metric
{
    /// <inheritdoc/>
    public override string Name => "F1";

    /// <inheritdoc/>
    public override double Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.Require(classification: true, Name);
        var (right, all) = (new int[predictions.Width], new int[predictions.Width]);
        for (var row = 0; row < predictions.RowCount; row++)
        {
            var (truth, predicted) = (predictions.Labels[row], predictions.PredictedClass(row));
            all[truth]++;
            all[predicted]++;
            if (truth == predicted) right[truth]++;
        }

        // A class of t rows that is predicted for p has 2 · TP + FP + FN = t + p.
        return Enumerable.Range(0, all.Length).Where(c => all[c] > 0).Average(c => 2.0 * right[c] / all[c]);
    }
}
