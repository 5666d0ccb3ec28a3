namespace OnnxTrain;

/// <summary>
/// The network learns standardized targets, or standardized logarithms ln(1 + y) of them; the file gives them back in their own units.
/// </summary>
internal sealed class RegressionHead : ModelHead
{
    public RegressionHead(double mean, double scale, bool isLogarithmic = false)
    {
        if (!double.IsFinite(mean) || !double.IsFinite(scale) || scale <= 0)
            throw new ArgumentException(
                $"The targets' mean {mean} and standard deviation {scale} have to be finite, and the latter positive.");
        (Mean, Scale, IsLogarithmic) = (mean, scale, isLogarithmic);
    }

    public double Mean { get; }

    public double Scale { get; }

    public bool IsLogarithmic { get; }

    public override ModelTask Task => ModelTask.Regression;

    public override IReadOnlyList<(string Name, Value Value)> Outputs(Value output) => [("prediction", Answer(output))];

    public override Value Answer(Value output)
    {
        var number = Scale == 1 && Mean == 0 ? output : (output * Scale) + Mean;
        return IsLogarithmic ? number.Exp() - 1 : number;
    }

    public override Value EncodeTarget(Value target)
    {
        if (IsLogarithmic) target = (target + 1).Log();
        return Scale == 1 && Mean == 0 ? target : (target - Mean) / Scale;
    }
}
