using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// What was learned of the numbers of a column: (x − <paramref name="Center"/>) / <paramref name="Scale"/> is the feature.
/// </summary>
/// <param name="Kind">The scaling; with <see cref="Scaling.Log"/> x is the logarithm of the number plus one.</param>
/// <param name="Center">What is taken off.</param>
/// <param name="Scale">What is divided by; never 0, also in float32.</param>
/// <param name="Fill">The number that stands in for a missing one.</param>
internal sealed record NumberScale(Scaling Kind, double Center, double Scale, double Fill)
{
    /// <summary>Of a column without numbers.</summary>
    public static NumberScale None { get; } = new(Scaling.None, 0, 1, 0);

    /// <exception cref="DataException">The scaling is of logarithms, and a number is negative.</exception>
    public static NumberScale Fit(Scaling kind, CsvTable table, CsvColumn column)
    {
        if (kind == Scaling.Log) RequireNotNegative(table, column);
        double[] numbers = [.. column.Numbers.ToArray().Where(x => !float.IsNaN(x)).Select(x => (double)x)];
        switch (kind)
        {
            case Scaling.Standardize:
                var (mean, deviation) = Moments(numbers);
                return new(kind, mean, deviation, mean);
            case Scaling.Log:
                var (meanOfLogs, deviationOfLogs) = Moments([.. numbers.Select(double.LogP1)]);
                return new(kind, meanOfLogs, deviationOfLogs, double.ExpM1(meanOfLogs));
            case Scaling.MinMax:
                return new(kind, numbers.Min(), NotZero(numbers.Max() - numbers.Min()), numbers.Average());
            case Scaling.MinMaxSymmetric:
                var half = NotZero(numbers.Max() - numbers.Min()) / 2;
                return new(kind, numbers.Min() + half, half, numbers.Average());
            case Scaling.Robust:
                Array.Sort(numbers);
                var median = Quantile(numbers, 0.5);
                return new(kind, median, NotZero(Quantile(numbers, 0.75) - Quantile(numbers, 0.25)), median);
            case Scaling.None:
                return new(kind, 0, 1, numbers.Average());
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such scaling.");
        }
    }

    /// <exception cref="DataException">A number is negative.</exception>
    public static void RequireNotNegative(CsvTable table, CsvColumn column)
    {
        for (var row = 0; row < column.Count; row++)
        {
            if (!(column.Numbers[row] < 0)) continue;
            var value = column.Numbers[row].ToString(CultureInfo.InvariantCulture);
            throw new DataException(
                $"{table.Name}, line {table.LineOf(row)}: column '{column.Name}' holds {value}; scaled by its logarithm, ln(1 + x), it "
                    + "has to be 0 or more. Choose another scaling for it.");
        }
    }

    /// <summary>
    /// Mean and standard deviation of the numbers themselves, not of a larger population; 1 in place of the latter where it is 0.
    /// </summary>
    private static (double Mean, double Deviation) Moments(double[] numbers)
    {
        var (mean, variance, count) = (0.0, 0.0, 0);
        foreach (var number in numbers)
        {
            count++;
            var delta = number - mean;
            mean += delta / count; // Welford (1962): exact also for columns far from zero
            variance += delta * (number - mean);
        }

        return (mean, NotZero(Math.Sqrt(variance / count)));
    }

    /// <summary>The number at a part of the way through sorted ones, interpolated between two neighbours.</summary>
    private static double Quantile(double[] sorted, double part)
    {
        var place = part * (sorted.Length - 1);
        var below = (int)place;
        var next = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[next] - sorted[below]));
    }

    private static double NotZero(double scale) => (float)scale > 0 ? scale : 1;
}
