namespace OnnxTrain;

/// <summary>The fraction of rows whose most probable class is the true class.</summary>
public sealed class Accuracy : Metric
{
    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <inheritdoc/>
    public override double Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.Require(classification: true, Name);
        var right = 0;
        for (var row = 0; row < predictions.RowCount; row++)
        {
            if (predictions.PredictedClass(row) == predictions.Labels[row]) right++;
        }

        return (double)right / predictions.RowCount;
    }
}
