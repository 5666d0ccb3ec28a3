namespace OnnxTrain;

/// <summary>The mean of −ln of the probability of the true class, clipped at 10⁻¹⁵ so that one row cannot make it infinite.</summary>
public sealed class LogLoss : Metric
{
    private const double Smallest = 1e-15;

    /// <inheritdoc/>
    public override string Name => "log loss";

    /// <inheritdoc/>
    public override bool LowerIsBetter => true;

    /// <inheritdoc/>
    public override double Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.Require(classification: true, Name);
        var sum = 0.0;
        for (var row = 0; row < predictions.RowCount; row++)
            sum -= Math.Log(Math.Max(Smallest, predictions.Outputs[(row * predictions.Width) + predictions.Labels[row]]));
        return sum / predictions.RowCount;
    }
}
