using System.Globalization;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>What was learned from the times of a column, and the numbers that they become.</summary>
/// <param name="Center">The mean, in ticks.</param>
/// <param name="Scale">The standard deviation, in ticks.</param>
/// <param name="Parts">The cyclic parts.</param>
/// <param name="MarksMissing">Whether a missing time is marked by a number of its own.</param>
/// <param name="Reference">The date that ages are counted back from; null if times are not taken as ages.</param>
internal sealed record TimeEncoding(long Center, double Scale, IReadOnlyList<TimePart> Parts, bool MarksMissing, DateTime? Reference)
{
    private const int DaysOfWeek = 7, DaysOfYear = 366;
    private const double MeanYear = 365.2425;
    private const string DateFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF";

    /// <summary>The number of numbers.</summary>
    public int Width => 1 + (2 * Parts.Count) + (MarksMissing ? 1 : 0);

    /// <summary>
    /// Ticks [batch, 1] → [batch, width]: the standardized time, or the standardized age; sine and cosine of each cyclic part; 1 for a
    /// missing time, if some are. All others are 0 for a missing time.
    /// </summary>
    public Value Of(Value ticks)
    {
        var isKnown = ticks >= Whole(0);
        var time = Value.Where(isKnown, ticks, Whole(Center));
        var days = time / Whole(TimeSpan.TicksPerDay);

        // Exact up to the one rounding to float64: the difference is a whole number.
        var line = (time - Whole(Center)).Cast(ElementType.Float64) / (Reference is null ? Scale : -Scale);
        var known = isKnown.Cast(ElementType.Float32);
        var numbers = Value.Concat(1, [line.Cast(ElementType.Float32), .. Parts.Select(part => Cycle(part, time, days))]) * known;
        return MarksMissing ? Value.Concat(1, [numbers, 1 - known]) : numbers;
    }

    /// <summary>What it makes, in words.</summary>
    public string Describe()
    {
        var line = Reference is { } date ? $"age at {Text(date)}" : "time";
        string[] parts = [line, .. Parts.Select(Text), .. MarksMissing ? ["whether it is missing"] : Array.Empty<string>()];
        return Invariant($"{string.Join(", ", parts)}; {Text(new DateTime(Center))} ± {Text(Scale)}");
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("mean", Center);
        json.WriteNumber("scale", Scale);
        SpecJson.WriteTexts(json, "parts", [.. Parts.Select(part => part.ToString())]);
        if (MarksMissing) json.WriteBoolean("marks_missing", true);
        if (Reference is { } date) json.WriteString("reference", date.ToString(DateFormat, CultureInfo.InvariantCulture));
    }

    /// <exception cref="FormatException">It was not written by <see cref="Write"/>.</exception>
    public static TimeEncoding Read(JsonElement json)
    {
        var center = json.GetProperty("mean").GetInt64();
        if (center < 0 || center > DateTime.MaxValue.Ticks) throw new FormatException($"{center} is not the ticks of a time");
        return new(
            center, SpecJson.Scale(json.GetProperty("scale"), isWide: true),
            [.. json.GetProperty("parts").EnumerateArray().Select(SpecJson.Enum<TimePart>)],
            json.TryGetProperty("marks_missing", out var marks) && marks.GetBoolean(),
            json.TryGetProperty("reference", out var reference)
                ? DateTime.ParseExact(SpecJson.Text(reference), DateFormat, CultureInfo.InvariantCulture)
                : null);
    }

    private static Value Cycle(TimePart part, Value time, Value days)
    {
        switch (part)
        {
            case TimePart.TimeOfDay:
                var angle = ((time - (days * Whole(TimeSpan.TicksPerDay))).Cast(ElementType.Float64) * (Math.Tau / TimeSpan.TicksPerDay))
                    .Cast(ElementType.Float32);
                return Value.Concat(1, angle.Sin(), angle.Cos());
            case TimePart.Weekday:
                return Circle(DaysOfWeek, DaysOfWeek).Gather(days.Remainder(Whole(DaysOfWeek))).Flatten();
            case TimePart.DayOfYear:
                return Circle(DaysOfYear, MeanYear).Gather(DayOfYear(days)).Flatten();
            default:
                throw new ArgumentOutOfRangeException(nameof(part), part, "There is no such part.");
        }
    }

    /// <summary>
    /// Days since the first of March: February 29 is the last day of a year, and all others have the same number in every year (H. Hinnant,
    /// chrono-compatible low-level date algorithms).
    /// </summary>
    private static Value DayOfYear(Value days)
    {
        const int daysOfEra = 146097, beforeMarch = 306;
        var inEra = (days + Whole(beforeMarch)).Remainder(Whole(daysOfEra));
        var year = (inEra - (inEra / Whole(1460)) + (inEra / Whole(36524)) - (inEra / Whole(daysOfEra - 1))) / Whole(365);
        return inEra - ((year * Whole(365)) + (year / Whole(4)) - (year / Whole(100)));
    }

    /// <summary>Sine and cosine of whole steps, [steps, 2].</summary>
    private static Value Circle(int steps, double turn)
    {
        var points = new float[2 * steps];
        for (var i = 0; i < steps; i++)
            (points[2 * i], points[(2 * i) + 1]) = ((float)Math.Sin(Math.Tau * i / turn), (float)Math.Cos(Math.Tau * i / turn));
        return Value.Constant<float>(points, [steps, 2]);
    }

    private static Value Whole(long number) => Value.Constant<long>([number], [1]);

    private static string Text(TimePart part) => part switch
    {
        TimePart.TimeOfDay => "time of day",
        TimePart.Weekday => "weekday",
        _ => "day of the year",
    };

    private static string Text(DateTime time) =>
        time.Ticks < TimeSpan.TicksPerDay ? time.ToString("HH:mm", CultureInfo.InvariantCulture)
        : time.TimeOfDay == TimeSpan.Zero ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Text(double ticks) => ticks >= 2 * TimeSpan.TicksPerDay
        ? Invariant($"{ticks / TimeSpan.TicksPerDay:0} days")
        : Invariant($"{ticks / TimeSpan.TicksPerHour:0.0} hours");
}
