using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>Adds the ONNX nodes that parse texts of a form of times, all of which match its pattern.</summary>
internal sealed class TimeSteps(TextSteps steps, OnnxForm form, TimeForm time)
{
    private const string HalfDay = "[AaPp][Mm]", Afternoon = "[Pp][Mm]", FourDigits = "[0-9]{4}";

    /// <summary>The ticks, and whether the date is in the calendar; null if there is no date.</summary>
    public (string Ticks, string? IsInCalendar) Of(string text)
    {
        if (time.Order.Length == 0)
        {
            var parts = steps.Split(text, " ", 2);
            return (Clock(parts[0], parts[1]), null);
        }

        var (date, clock) = time.IsIso ? Iso(text) : Local(text);
        var (days, isInCalendar) = Days(date);
        var ticks = steps.Multiply(days, TimeSpan.TicksPerDay);
        return (clock is null ? ticks : steps.Add(ticks, clock), isInCalendar);
    }

    /// <summary>The parts of the date in their order, and the ticks since midnight.</summary>
    private (string[] Date, string? Clock) Iso(string text)
    {
        if (!time.HasClock) return (steps.Split(text, "-", time.Order.Length), null);

        // The time is behind T or behind a space; where it is not there is an empty text.
        var atSpace = steps.Split(text, " ", 2);
        var atT = steps.Split(atSpace[0], "T", 2);
        var zoned = steps.Split(steps.Join(atT[1], atSpace[1]), "Z", 2)[0];
        var ahead = steps.Split(zoned, "+", 2);
        var behind = steps.Split(ahead[0], "-", 2);
        var offset = steps.Subtract(Minutes(ahead[1]), Minutes(behind[1]));
        var clock = steps.Subtract(Clock(behind[0], halfDay: null), steps.Multiply(offset, TimeSpan.TicksPerMinute));
        return (steps.Split(atT[0], "-", 3), clock);
    }

    private (string[] Date, string? Clock) Local(string text)
    {
        var words = time.Separator == ' ' ? time.Order.Length : 1;
        var parts = steps.Split(text, " ", words + 2);
        var date = words > 1 ? parts[..words] : steps.Split(parts[0], $"{time.Separator}", time.Order.Length);
        if (time.HasNames && time.Order == "mdy") date[1] = steps.Split(date[1], ",", 2)[0];
        return (date, Clock(parts[words], parts[words + 1]));
    }

    /// <summary>An offset such as 02:00, 0200 or 02 in minutes.</summary>
    private string Minutes(string offset)
    {
        var parts = steps.Split(offset, ":", 2);
        var (first, second) = (steps.Whole(parts[0]), steps.Whole(parts[1]));
        var together = steps.Add(steps.Multiply(steps.Divide(first, 100), 60), steps.Rest(first, 100));
        return steps.Where(steps.Matches(parts[0], FourDigits), together, steps.Add(steps.Multiply(first, 60), second));
    }

    /// <summary>The ticks of hours, minutes and seconds; 0 for an empty text.</summary>
    private string Clock(string text, string? halfDay)
    {
        var parts = steps.Split(text, ":", 3);
        var hour = steps.Whole(parts[0]);
        if (halfDay is not null)
        {
            var afternoon = steps.Where(steps.Matches(halfDay, Afternoon), steps.Number(12), steps.Number(0));
            hour = steps.Where(steps.Matches(halfDay, HalfDay), steps.Add(steps.Rest(hour, 12), afternoon), hour);
        }

        var minutes = steps.Add(steps.Multiply(hour, 60), steps.Whole(parts[1]));
        var perSecond = form.Constant(TensorData.Of<double>([TimeSpan.TicksPerSecond], []));
        var seconds = steps.ToWhole(form.Step("Round", [steps.Multiply(steps.Real(parts[2]), perSecond)]));
        return steps.Add(steps.Multiply(minutes, TimeSpan.TicksPerMinute), seconds);
    }

    /// <summary>
    /// Days since the first of the year 1, and whether the month has so many: with years that begin in March, so that the day that some
    /// years have more is their last (H. Hinnant, chrono-compatible low-level date algorithms).
    /// </summary>
    private (string Days, string IsInCalendar) Days(string[] date)
    {
        int Place(char part) => time.Order.IndexOf(part, StringComparison.Ordinal);
        var (year, month) = (steps.Whole(date[Place('y')]), Month(date[Place('m')]));
        var day = Place('d') >= 0 ? steps.Whole(date[Place('d')]) : steps.Number(1);

        // m = (month + 9) mod 12 months and Y years since March 0: d + ⌊(153 m + 2) / 5⌋ + 365 Y + ⌊Y/4⌋ − ⌊Y/100⌋ + ⌊Y/400⌋
        var isEarly = steps.AtLeast(steps.Number(2), month);
        var years = steps.Where(isEarly, steps.Add(year, -1), year);
        var months = steps.Rest(steps.Add(month, 9), 12);
        var inYear = steps.Divide(steps.Add(steps.Multiply(months, 153), 2), 5);
        var leaps = steps.Add(steps.Subtract(steps.Divide(years, 4), steps.Divide(years, 100)), steps.Divide(years, 400));
        var days = steps.Add(steps.Add(steps.Add(steps.Multiply(years, 365), leaps), steps.Add(inYear, day)), DaysBeforeMarch);

        // Twelve months from March on have lengths that do not depend on the year, but for the last.
        var lengths = form.Constant(TensorData.Of<long>([31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28], [12]));
        var isLeap = steps.Subtract(LeapsBefore(year), LeapsBefore(steps.Add(year, -1)));
        var february = steps.Where(steps.Is(month, 2), isLeap, steps.Number(0));
        var length = steps.Add(form.Step("Gather", [lengths, months], OnnxAttribute.Int("axis", 0)), february);
        return (days, steps.Both(steps.AtLeast(length, day), steps.AtLeast(year, 1)));
    }

    /// <summary>From the last day of February of the year 0, which is the day 0 of the formula, to the first of the year 1.</summary>
    private const long DaysBeforeMarch = -307;

    /// <summary>The leap years up to a year. Of the year −1, whose quotients are truncated, there are as many as of 0.</summary>
    private string LeapsBefore(string year) =>
        steps.Add(steps.Subtract(steps.Divide(year, 4), steps.Divide(year, 100)), steps.Divide(year, 400));

    private string Month(string text)
    {
        if (!time.HasNames) return steps.Whole(text);
        var names = MonthNames.All.OrderBy(name => name.Value).ThenBy(name => name.Key, StringComparer.Ordinal).ToList();
        return form.StepIn(
            "ai.onnx.ml", 2, "LabelEncoder", [text], OnnxAttribute.Texts("keys_strings", names.Select(name => name.Key)),
            OnnxAttribute.Ints("values_int64s", names.Select(name => (long)name.Value)), OnnxAttribute.Int("default_int64", 1));
    }
}
