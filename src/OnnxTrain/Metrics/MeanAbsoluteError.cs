namespace OnnxTrain;

/// <summary>The mean of the absolute errors, in the targets' units.</summary>
public sealed class MeanAbsoluteError : Metric
{
    /// <inheritdoc/>
    public override string Name => "MAE";

    /// <inheritdoc/>
    public override bool LowerIsBetter => true;

    /// <inheritdoc/>
    public override double Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.Require(classification: false, Name);
        var sum = 0.0;
        for (var i = 0; i < predictions.Outputs.Length; i++) sum += Math.Abs(predictions.Outputs[i] - predictions.Targets[i]);
        return sum / predictions.Outputs.Length;
    }
}
