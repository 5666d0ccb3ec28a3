namespace OnnxTrain;

/// <summary>The root of the mean squared error, in the targets' units.</summary>
public sealed class Rmse : Metric
{
    /// <inheritdoc/>
    public override string Name => "RMSE";

    /// <inheritdoc/>
    public override bool LowerIsBetter => true;

    /// <inheritdoc/>
    public override double Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.Require(classification: false, Name);
        var sum = 0.0;
        for (var i = 0; i < predictions.Outputs.Length; i++)
        {
            var error = predictions.Outputs[i] - predictions.Targets[i];
            sum += error * error;
        }

        return Math.Sqrt(sum / predictions.Outputs.Length);
    }
}
