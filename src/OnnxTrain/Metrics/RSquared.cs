namespace OnnxTrain;

/// <summary>
/// The coefficient of determination, R² = 1 − Σ (y − ŷ)² / Σ (y − ȳ)²: 1 for perfect predictions, 0 for always predicting the mean; with
/// several columns, the mean over columns.
/// </summary>
public sealed class RSquared : Metric
{
    /// <inheritdoc/>
    public override string Name => "R²";

    /// <inheritdoc/>
    public override double Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.Require(classification: false, Name);
        var sum = 0.0;
        for (var column = 0; column < predictions.Width; column++) sum += OfColumn(predictions, column);
        return sum / predictions.Width;
    }

    private static double OfColumn(Predictions predictions, int column)
    {
        var (width, rows) = (predictions.Width, predictions.RowCount);
        var mean = 0.0;
        for (var row = 0; row < rows; row++) mean += predictions.Targets[(row * width) + column] / rows;
        var (residual, total) = (0.0, 0.0);
        for (var row = 0; row < rows; row++)
        {
            var target = predictions.Targets[(row * width) + column];
            var error = target - predictions.Outputs[(row * width) + column];
            residual += error * error;
            total += (target - mean) * (target - mean);
        }

        return total > 0 ? 1 - (residual / total) : residual == 0 ? 1 : 0;
    }
}
