namespace OnnxTrain.Cli;

/// <summary>A course of numbers as a line of small bars.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>At most <paramref name="width"/> bars, each the mean of its share of the numbers.</summary>
    public static string Of(IReadOnlyList<double> numbers, int width)
    {
        var count = Math.Min(width, numbers.Count);
        var means = new double[count];
        for (var i = 0; i < count; i++)
        {
            var (from, to) = ((int)((long)i * numbers.Count / count), (int)((i + 1L) * numbers.Count / count));
            means[i] = numbers.Skip(from).Take(to - from).Average();
        }

        var (low, high) = count == 0 ? (0, 0) : (means.Min(), means.Max());
        return string.Concat(means.Select(mean => Bars[high > low ? (int)((mean - low) / (high - low) * (Bars.Length - 1) + 0.5) : 0]));
    }
}
