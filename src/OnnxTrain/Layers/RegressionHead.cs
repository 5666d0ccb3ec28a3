namespace OnnxTrain;

/// <summary>The network learns standardized targets; the file gives them back in their own units.</summary>
internal sealed class RegressionHead : ModelHead
{
    public RegressionHead(double mean, double scale)
    {
        if (!double.IsFinite(mean) || !double.IsFinite(scale) || scale <= 0)
            throw new ArgumentException($"The targets' mean {mean} and standard deviation {scale} have to be finite, and the latter positive.");
        (Mean, Scale) = (mean, scale);
    }

    public double Mean { get; }

    public double Scale { get; }

    public override ModelTask Task => ModelTask.Regression;

    public override IReadOnlyList<(string Name, Value Value)> Outputs(Value output) => [("prediction", Answer(output))];

    public override Value Answer(Value output) => Scale == 1 && Mean == 0 ? output : (output * Scale) + Mean;

    public override Value EncodeTarget(Value target) => Scale == 1 && Mean == 0 ? target : (target - Mean) / Scale;
}
