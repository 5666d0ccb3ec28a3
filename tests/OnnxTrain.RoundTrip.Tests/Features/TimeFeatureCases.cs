using System.Globalization;

namespace OnnxTrain.RoundTrip.Tests.Features;

/// <summary>Cases for dates, times and durations, computed by the calendar of .NET.</summary>
internal static class TimeFeatureCases
{
    private static readonly DateTime Reference = new(2025, 1, 1);

    /// <summary>Times over a year, two of twelve missing.</summary>
    public static readonly FeatureCase[] Times =
    [
        new(new TimeFeature("day"), _ => Rows(Whens(time => time.Date), (time, line) => [line, .. Week(time), .. Year(time)])),
        new(
            new TimeFeature("day") { Format = "dd.MM.yyyy", Reference = Reference },
            _ => Rows(Whens(time => time.Date), (time, line) => [-line, .. Week(time), .. Year(time)])),
        new(new TimeFeature("at"), _ => Rows(Whens(time => time), (time, line) => [line, .. Day(time), .. Week(time), .. Year(time)])),
    ];

    /// <summary>Durations of some hours, one missing.</summary>
    public static readonly FeatureCase[] Durations =
    [
        new(new DurationFeature("took"), _ => Scaled(Enumerable.Range(0, 12).Select(SecondsOf))),
        new(
            new DurationFeature("took") { Scaling = Scaling.Log },
            _ => Scaled(Enumerable.Range(0, 12).Select(row => Math.Log(1 + SecondsOf(row))))),
    ];

    public static string Day(int row) => When(row)?.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture) ?? "";

    public static string At(int row) => When(row)?.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    public static string Took(int row) => row == 3 ? "" : TimeSpan.FromSeconds(SecondsOf(row)).ToString("c", CultureInfo.InvariantCulture);

    private static DateTime? When(int row) => row is 2 or 7 ? null : new DateTime(2023, 12, 29, 22, 15, 5).AddHours(row * 761);

    private static double SecondsOf(int row) => row == 3 ? double.NaN : row * row * 1234.5;

    private static DateTime?[] Whens(Func<DateTime, DateTime> part) =>
        [.. Enumerable.Range(0, 12).Select(row => When(row) is { } time ? part(time) : (DateTime?)null)];

    private static double[][] Rows(DateTime?[] times, Func<DateTime, double, double[]> of)
    {
        double[] ticks = [.. times.OfType<DateTime>().Select(time => (double)time.Ticks)];
        var (mean, deviation) = (ticks.Average(), Math.Sqrt(ticks.Average(tick => Math.Pow(tick - ticks.Average(), 2))));
        var width = of(Reference, 0).Length;
        return [.. times.Select(time => time is { } known
            ? (double[])[.. of(known, (known.Ticks - mean) / deviation), 0]
            : [.. new double[width], 1])];
    }

    private static double[] Circle(double turns) => [Math.Sin(Math.Tau * turns), Math.Cos(Math.Tau * turns)];

    private static double[] Day(DateTime time) => Circle(time.TimeOfDay.TotalDays);

    // Monday is 0.
    private static double[] Week(DateTime time) => Circle((((int)time.DayOfWeek + 6) % 7) / 7.0);

    // Days since the last first of March.
    private static double[] Year(DateTime time) =>
        Circle((time.Date - new DateTime(time.Month < 3 ? time.Year - 1 : time.Year, 3, 1)).TotalDays / 365.2425);

    private static double[][] Scaled(IEnumerable<double> numbers)
    {
        double[] all = [.. numbers], known = [.. all.Where(number => !double.IsNaN(number))];
        var mean = known.Average();
        var deviation = Math.Sqrt(known.Average(number => (number - mean) * (number - mean)));
        return [.. all.Select(number => (double[])[double.IsNaN(number) ? 0 : (number - mean) / deviation])];
    }
}
