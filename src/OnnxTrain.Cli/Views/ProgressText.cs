namespace OnnxTrain.Cli;

/// <summary>An epoch in one line.</summary>
internal static class ProgressText
{
    public static string Of(EpochResult result, string metric, string noun)
    {
        var text = $"loss {Numbers.Loss(result.TrainingLoss),-8}";
        if (result.ValidationLoss is { } validation) text += $"  validation {Numbers.Loss(validation),-8}";
        if ((result.ValidationMetric ?? result.TrainingMetric) is { } value) text += $"  {metric} {Numbers.Metric(metric, value)}";
        if (result.Score is { } score && score != result.ValidationMetric) text += $"  score {score:0.0000}";
        return $"{text}  {result.RowsPerSecond:N0} {noun}s/s";
    }
}
