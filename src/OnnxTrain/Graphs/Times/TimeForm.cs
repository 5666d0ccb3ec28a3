using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// A way in which dates and times are written: it is parsed here, and in exported files by <see cref="Pattern"/> and the operators of
/// <c>TimeOfTextOp</c>. Only dates of the calendar fit, from the year 1 to 9999. A date may be followed by a time of day. A time with an
/// offset becomes UTC; any other is taken as it is written.
/// </summary>
/// <param name="Name">The format of the date, in the notation of .NET.</param>
/// <param name="Order">The order of year (y), month (m) and day (d); empty for a time of day alone.</param>
/// <param name="Separator">What is between them.</param>
/// <param name="HasNames">Whether months have names.</param>
internal sealed record TimeForm(string Name, string Order, char Separator, bool HasNames = false)
{
    /// <summary>The ticks of a text that does not fit, and of a missing one. Any negative number stands for a missing time.</summary>
    public const long Missing = -1;

    private const string Clock = "HH:mm";

    /// <summary>All forms, those that are more common first.</summary>
    public static IReadOnlyList<TimeForm> All { get; } =
    [
        new("yyyy-MM-dd", "ymd", '-'), new("dd/MM/yyyy", "dmy", '/'), new("MM/dd/yyyy", "mdy", '/'), new("dd.MM.yyyy", "dmy", '.'),
        new("yyyy/MM/dd", "ymd", '/'), new("dd-MM-yyyy", "dmy", '-'), new("MM-dd-yyyy", "mdy", '-'), new("yyyy.MM.dd", "ymd", '.'),
        new("yyyy-MM", "ym", '-'), new("dd-MMM-yyyy", "dmy", '-', HasNames: true), new("dd MMM yyyy", "dmy", ' ', HasNames: true),
        new("MMM dd, yyyy", "mdy", ' ', HasNames: true), new(Clock, "", ' '),
    ];

    /// <summary>Whether the parts have fixed numbers of digits, and a time may follow T and have an offset: ISO 8601.</summary>
    public bool IsIso => Separator == '-' && Order.StartsWith('y');

    /// <summary>Whether a time of day may follow.</summary>
    public bool HasClock => Order != "ym";

    /// <summary>A regular expression that every text of the form matches; of the others only dates that the calendar lacks.</summary>
    public string Pattern => TimePatterns.Of(this);

    /// <summary>The form of a name; null if there is none.</summary>
    public static TimeForm? Of(string name) => All.FirstOrDefault(form => form.Name == name);

    /// <summary>The form for values of time: a time of day if there are only some before the second day of the year 1.</summary>
    public static TimeForm Of(IReadOnlyList<long> ticks) =>
        ticks.Count > 0 && ticks.All(time => time < TimeSpan.TicksPerDay) ? All[^1] : All[0];

    /// <summary>The forms that all texts have.</summary>
    public static IReadOnlyList<TimeForm> Fitting(IEnumerable<string> texts)
    {
        IReadOnlyList<TimeForm> forms = [];
        var isFirst = true;
        foreach (var text in texts)
        {
            forms = Fitting(isFirst ? All : forms, text);
            if (forms.Count == 0) return forms;
            isFirst = false;
        }

        return forms;
    }

    /// <summary>The place of the first text that has none of the forms of those before it; null if there is none.</summary>
    public static int? FirstOther(IReadOnlyList<string> texts)
    {
        var forms = All;
        for (var i = 0; i < texts.Count; i++)
        {
            forms = Fitting(forms, texts[i]);
            if (forms.Count == 0) return i;
        }

        return null;
    }

    private static IReadOnlyList<TimeForm> Fitting(IReadOnlyList<TimeForm> forms, string text) =>
        forms is [var only] && only.TryParse(text, out _) ? forms : [.. forms.Where(form => form.TryParse(text, out _))];

    /// <summary>The time of a text in ticks of 100 ns since the beginning of the year 1; negative if it does not fit.</summary>
    public long Parse(ReadOnlySpan<char> text) => TryParse(text, out var ticks) ? ticks : Missing;

    /// <summary>Parses a text.</summary>
    /// <returns>Whether it fits.</returns>
    public bool TryParse(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = Missing;
        var reader = new TimeReader(text);
        var (days, clock) = (0, 0L);
        if (Order.Length > 0)
        {
            if (!TryReadDate(ref reader, out days)) return false;
            var isDate = reader.IsAtEnd;
            if (!isDate && (!HasClock || (!reader.Take(' ') && !(IsIso && reader.Take('T'))))) return false;
            if (!isDate && !reader.TryReadClock(IsIso, out clock)) return false;
        }
        else if (!reader.TryReadClock(hasZone: false, out clock))
        {
            return false;
        }

        var sum = (days * TimeSpan.TicksPerDay) + clock;
        if (!reader.IsAtEnd || sum < 0 || sum > DateTime.MaxValue.Ticks) return false;
        ticks = sum;
        return true;
    }

    /// <summary>A time as a text of the form; the time of day is left out at midnight.</summary>
    public string Format(long ticks)
    {
        const string seconds = ":ss.FFFFFFF";
        var time = new DateTime(ticks);
        var format = Order.Length == 0 ? Clock + seconds
            : HasClock && time.TimeOfDay > TimeSpan.Zero ? $"{Name}{(IsIso ? "'T'" : " ")}{Clock}{seconds}"
            : Name;
        return time.ToString(format, CultureInfo.InvariantCulture);
    }

    private bool TryReadDate(ref TimeReader reader, out int days)
    {
        var (year, month, day) = (0, 0, 1);
        days = 0;
        for (var i = 0; i < Order.Length; i++)
        {
            // After the day in "Mar 1, 2024" there is a comma.
            if (i > 0 && HasNames && Order == "mdy" && Order[i] == 'y' && !reader.Take(',')) return false;
            if (i > 0 && !reader.Take(Separator)) return false;
            var isRead = Order[i] switch
            {
                'y' => reader.TryReadDigits(4, 4, out year),
                'm' => HasNames ? reader.TryReadMonth(out month) : reader.TryReadDigits(IsIso ? 2 : 1, 2, out month),
                _ => reader.TryReadDigits(IsIso ? 2 : 1, 2, out day),
            };
            if (!isRead) return false;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        days = new DateOnly(year, month, day).DayNumber;
        return true;
    }
}
