namespace OnnxTrain;

/// <summary>The time from one step of a series to the next: a number of months, or a duration, or a number without a unit.</summary>
/// <param name="Months">The months; 0 for another interval.</param>
/// <param name="Time">The duration; zero for months, or where no times were given.</param>
public readonly record struct SeriesInterval(int Months, TimeSpan Time)
{
    /// <summary>
    /// The steps after which the numbers of many series repeat: those of a year for months, of a day for hours and minutes, of a week for
    /// days; 1 where none is usual or it would be a single step.
    /// </summary>
    public int Season
    {
        get
        {
            const int monthsOfYear = 12;
            if (Months > 0) return monthsOfYear % Months == 0 ? monthsOfYear / Months : 1;
            if (Time <= TimeSpan.Zero) return 1;
            var turn = Time < TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : TimeSpan.FromDays(7);
            return Time < turn && turn.Ticks % Time.Ticks == 0 ? (int)(turn.Ticks / Time.Ticks) : 1;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Months switch
    {
        1 => "1 month",
        > 1 => Invariant($"{Months} months"),
        _ when Time <= TimeSpan.Zero => "1 step",
        _ => Time.Ticks % TimeSpan.TicksPerDay == 0 ? Count(Time.Days, "day")
            : Time.Ticks % TimeSpan.TicksPerHour == 0 ? Count((int)Time.TotalHours, "hour")
            : Time.Ticks % TimeSpan.TicksPerMinute == 0 ? Count((int)Time.TotalMinutes, "minute")
            : Invariant($"{Time}"),
    };

    private static string Count(int count, string unit) => Invariant($"{count} {unit}{(count == 1 ? "" : "s")}");
}
