using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>The probability from which the second of two classes is predicted: a number, or the best by a metric.</summary>
/// <param name="Metric">The metric, or null.</param>
/// <param name="Value">The number, where there is no metric.</param>
internal sealed record ThresholdChoice(Metric? Metric, double Value)
{
    public const string Wanted = "accuracy, balanced-accuracy or f1, or a probability above 0 and below 1";

    /// <summary>Reads a probability or the name of a metric; null for anything else.</summary>
    public static ThresholdChoice? TryParse(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return (float)value is > 0 and < 1 ? new(null, value) : null;
        return MetricNames.TryRead(text, out var metric) && metric is Accuracy or BalancedAccuracy or F1Score ? new(metric, 0) : null;
    }
}
