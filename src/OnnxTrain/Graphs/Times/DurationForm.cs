using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// A way in which durations are written: days, hours, minutes and seconds with colons, as .NET, Python, pandas and PostgreSQL write them,
/// or ISO 8601 without years and months, whose length differs. A sign in front counts for all that follows, but before a number of days
/// only for these, and the hours have their own: "-1 day, 23:59:59" is one second before.
/// </summary>
/// <param name="Name">An example of it.</param>
/// <param name="IsIso">Whether it is ISO 8601.</param>
/// <param name="Pattern">A regular expression that every text of the form matches, and no other.</param>
internal sealed record DurationForm(string Name, bool IsIso, string Pattern)
{
    private const string Digits = "[0-9]{1,9}", Fraction = @"(\.[0-9]{1,9})?", Seconds = $"{Digits}{Fraction}S";
    private const string IsoTime = $"T({Digits}H({Digits}M)?({Seconds})?|{Digits}M({Seconds})?|{Seconds})";
    private const int MostDigits = 9;

    /// <summary>All forms.</summary>
    public static IReadOnlyList<DurationForm> All { get; } =
    [
        new("d.hh:mm:ss", IsIso: false, $@"(-?{Digits} days?,? [+-]?|-?({Digits}\.)?){Digits}:[0-5][0-9](:[0-5][0-9]{Fraction})?"),
        new("P1DT2H3M4S", IsIso: true, $"-?P({Digits}D({IsoTime})?|{IsoTime})"),
    ];

    /// <summary>The form of a name; null if there is none.</summary>
    public static DurationForm? Of(string name) => All.FirstOrDefault(form => form.Name == name);

    /// <summary>The form that all texts have; null if there is none.</summary>
    public static DurationForm? Fitting(IEnumerable<string> texts) =>
        All.FirstOrDefault(form => texts.All(text => form.TryParse(text, out _)) && texts.Any());

    /// <summary>The seconds of a text; NaN if it does not fit.</summary>
    public double Parse(ReadOnlySpan<char> text) => TryParse(text, out var seconds) ? seconds : double.NaN;

    /// <summary>Parses a text.</summary>
    /// <returns>Whether it fits.</returns>
    public bool TryParse(ReadOnlySpan<char> text, out double seconds)
    {
        var reader = new TimeReader(text);
        var (sign, before) = (reader.Take('-') ? -1 : 1, 0L);
        var fits = IsIso
            ? TryReadIso(ref reader, out var whole, out seconds)
            : TryReadClock(ref reader, ref sign, out before, out whole, out seconds);
        fits &= reader.IsAtEnd;
        seconds = fits ? (sign * (seconds + whole)) + before : double.NaN;
        return fits;
    }

    /// <summary>A duration as a text of the form.</summary>
    public string Format(double seconds)
    {
        var most = TimeSpan.MaxValue.Ticks - (double)TimeSpan.TicksPerHour;
        var ticks = (long)Math.Clamp(Math.Round(seconds * TimeSpan.TicksPerSecond), -most, most);
        var duration = new TimeSpan(ticks);
        var sign = ticks < 0 ? "-" : "";
        duration = duration.Duration();
        var fraction = duration.ToString(@"FFFFFFF", CultureInfo.InvariantCulture) is { Length: > 0 } digits ? $".{digits}" : "";
        return IsIso
            ? Invariant($"{sign}P{duration.Days}DT{duration.Hours}H{duration.Minutes}M{duration.Seconds}{fraction}S")
            : Invariant($"{sign}{duration.Days}.{duration.Hours:00}:{duration.Minutes:00}:{duration.Seconds:00}{fraction}");
    }

    /// <summary>Whole days, hours and minutes in seconds, and the seconds; days in words are apart, with their sign.</summary>
    private static bool TryReadClock(ref TimeReader reader, ref int sign, out long before, out long whole, out double seconds)
    {
        (before, whole, seconds) = (0, 0, 0);
        if (!reader.TryReadDigits(1, MostDigits, out var hours)) return false;
        var days = 0;
        if (reader.Take('.'))
        {
            days = hours;
            if (!reader.TryReadDigits(1, MostDigits, out hours)) return false;
        }
        else if (TakeDays(ref reader))
        {
            before = sign * hours * 24L * 3600;
            sign = reader.Take('-') ? -1 : 1;
            if (sign > 0) _ = reader.Take('+');
            if (!reader.TryReadDigits(1, MostDigits, out hours)) return false;
        }

        if (!reader.Take(':') || !reader.TryReadMinute(out var minutes)) return false;
        if (reader.Take(':') && !reader.TryReadSeconds(out seconds)) return false;
        whole = (((days * 24L) + hours) * 3600) + (minutes * 60L);
        return true;
    }

    private static bool TakeDays(ref TimeReader reader)
    {
        if (!reader.Take(" day")) return false;
        _ = reader.Take('s');
        _ = reader.Take(',');
        return reader.Take(' ');
    }

    private static bool TryReadIso(ref TimeReader reader, out long whole, out double seconds)
    {
        (whole, seconds) = (0, 0);
        if (!reader.Take('P')) return false;
        var hasDays = !reader.IsNext('T');
        if (hasDays)
        {
            if (!reader.TryReadDigits(1, MostDigits, out var days) || !reader.Take('D')) return false;
            whole = days * 24L * 3600;
            if (reader.IsAtEnd) return true;
        }

        return reader.Take('T') && TryReadIsoTime(ref reader, ref whole, out seconds);
    }

    /// <summary>Hours, minutes and seconds, each with its letter: one of them at least.</summary>
    private static bool TryReadIsoTime(ref TimeReader reader, ref long whole, out double seconds)
    {
        seconds = 0;
        var hasSome = TryReadUnit(ref reader, 'H', 3600, ref whole);
        hasSome |= TryReadUnit(ref reader, 'M', 60, ref whole);
        if (reader.IsAtEnd) return hasSome;
        return reader.TryReadNumber(out seconds) && reader.Take('S');
    }

    private static bool TryReadUnit(ref TimeReader reader, char unit, long secondsOfOne, ref long whole)
    {
        var start = reader;
        if (reader.TryReadDigits(1, MostDigits, out var count) && reader.Take(unit))
        {
            whole += count * secondsOfOne;
            return true;
        }

        reader = start;
        return false;
    }
}
