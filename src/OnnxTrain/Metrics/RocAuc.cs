namespace OnnxTrain;

/// <summary>
/// The area under the ROC curve: for two classes, that of the second class; for more, the mean over the classes, each against the others,
/// as in scikit-learn's <c>roc_auc_score(multi_class="ovr", average="macro")</c>.
/// </summary>
public sealed class RocAuc : Metric
{
    /// <inheritdoc/>
    public override string Name => "ROC AUC";

    /// <inheritdoc/>
    /// <returns>The area; NaN if a class has no rows, or all rows belong to it.</returns>
    public override double Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.Require(classification: true, Name);
        int[] classes = predictions.Width == 2 ? [1] : [.. Enumerable.Range(0, predictions.Width)];
        return classes.Average(c => RocCurve.Exists(predictions, c) ? new RocCurve(predictions, c).AreaUnderCurve : double.NaN);
    }
}
