using System.Globalization;

namespace OnnxTrain;

/// <summary>One axis of a chart: its label, its range and its ticks.</summary>
internal sealed class ChartAxis
{
    private const int MostTicks = 6;

    /// <summary>Numbers beyond these cannot be drawn: results computed from them are no longer exact or finite.</summary>
    private const double Least = 1e-300, Most = 1e300;

    /// <summary>The shortest axis, relative to its largest number; on a shorter one rounding would be visible.</summary>
    private const double Shortest = 1e-9;

    private ChartAxis(string label, double low, double high, bool isLog)
    {
        (Label, Low, High, IsLog) = (label, low, high, isLog);
        Ticks = isLog ? Decades(low, high) : Round(low, high);
    }

    public string Label { get; }

    public double Low { get; }

    public double High { get; }

    public bool IsLog { get; }

    public IReadOnlyList<(double Value, string Text)> Ticks { get; }

    /// <summary>An axis from one number to another.</summary>
    public static ChartAxis Linear(string label, double low, double high)
    {
        (low, high) = (Math.Clamp(low, -Most, Most), Math.Clamp(high, -Most, Most));
        return high - low >= Math.Max(Least, Shortest * Math.Max(Math.Abs(low), Math.Abs(high)))
            ? new(label, low, high, isLog: false)
            : new(label, low - Margin(low), low + Margin(low), isLog: false);
    }

    /// <summary>An axis that covers all numbers, with a small margin; logarithmic if requested and possible.</summary>
    public static ChartAxis Of(string label, IEnumerable<double> numbers, bool log = false)
    {
        double[] finite = [.. numbers.Where(n => double.IsFinite(n) && (!log || n > 0))];
        if (finite.Length == 0) return Linear(label, 0, 1);
        var (low, high) = (Math.Clamp(finite.Min(), -Most, Most), Math.Clamp(finite.Max(), -Most, Most));
        if (log) (low, high) = (Math.Max(low, Least), Math.Max(high, Least));
        if (log)
        {
            var (first, last) = (Math.Floor(Math.Log10(low) + 1e-9), Math.Ceiling(Math.Log10(high) - 1e-9));
            return new(label, Math.Pow(10, first), Math.Pow(10, Math.Max(last, first + 1)), isLog: true);
        }

        if (low == high) return Linear(label, low, high);
        var room = (high - low) * 0.04;
        return Linear(label, low >= 0 && low < (high - low) / 3 ? 0 : low - room, high + room);
    }

    /// <summary>Whether numbers span so wide a range that a logarithmic axis shows more.</summary>
    public static bool WantsLog(IEnumerable<double> numbers)
    {
        double[] finite = [.. numbers.Where(double.IsFinite)];
        return finite.Length > 0 && finite.Min() > 0 && finite.Max() / finite.Min() > 30;
    }

    /// <summary>The position of a number between <see cref="Low"/> (0) and <see cref="High"/> (1).</summary>
    public double Place(double value) =>
        double.IsNaN(value)
            ? 0
            : Math.Clamp(
                IsLog
                    ? (Math.Log10(Math.Max(value, double.Epsilon)) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low))
                    : (value - Low) / (High - Low),
                0, 1);

    private static double Margin(double value) => Math.Abs(value) < 1 / Most || !double.IsFinite(value) ? 1 : Math.Abs(value) * 0.1;

    /// <summary>Multiples of 1, 2 or 5 times a power of ten.</summary>
    private static List<(double, string)> Round(double low, double high)
    {
        var rough = (high - low) / (MostTicks - 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * ((rough / power) switch { <= 1.0001 => 1, <= 2.0001 => 2, <= 5.0001 => 5, _ => 10 });
        var ticks = new List<(double, string)>();
        var first = Math.Ceiling((low / step) - 1e-9);
        for (var i = 0; i <= 2 * MostTicks && (first + i) * step <= high + (step * 1e-9); i++)
            ticks.Add(((first + i) * step, Text((first + i) * step, step)));
        return ticks;
    }

    private static List<(double, string)> Decades(double low, double high)
    {
        var (first, last) = ((int)Math.Round(Math.Log10(low)), (int)Math.Round(Math.Log10(high)));
        var step = Math.Max(1, (int)Math.Ceiling((last - first) / (double)MostTicks));
        return
        [
            .. Enumerable
                .Range(first, last - first + 1)
                .Where(e => (e - first) % step == 0)
                .Select(e => (Math.Pow(10, e), Powers.Of(Math.Pow(10, e)))),
        ];
    }

    private static string Text(double value, double step)
    {
        if (Math.Abs(value) < step / 2) return "0";
        if (Math.Abs(value) >= 1e6 || step < 1e-4) return Invariant($"{value:0.##e+0}");
        var digits = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        return value.ToString(Math.Abs(value) >= 10_000 ? "N0" : Invariant($"F{digits}"), CultureInfo.InvariantCulture);
    }
}
