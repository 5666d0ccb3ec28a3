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
        var matrix = new ConfusionMatrix(predictions);
        return predictions.Labels.ToArray().Distinct().Average(matrix.Recall);
    }
}
