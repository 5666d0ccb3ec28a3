namespace OnnxTrain;

/// <summary>What the times of a column are like, in one pass. Missing times are counted and ignored.</summary>
internal sealed class TimeSpread
{
    /// <summary>With a shorter span the time itself says the weekday.</summary>
    private const long DaysForWeekday = 7;

    /// <summary>With a shorter span the time itself says the day of the year.</summary>
    private const long DaysForYear = 60;

    private double _mean, _squares;
    private long _first, _least, _most;
    private int _weekdays;
    private bool _hasTimes;

    /// <summary>The number of times.</summary>
    public long Count { get; private set; }

    public long MissingCount { get; private set; }

    public void Add(long ticks)
    {
        if (ticks < 0)
        {
            MissingCount++;
            return;
        }

        if (Count++ == 0) (_first, _least, _most) = (ticks, ticks, ticks);
        (_least, _most) = (Math.Min(_least, ticks), Math.Max(_most, ticks));
        _hasTimes |= ticks % TimeSpan.TicksPerDay != _first % TimeSpan.TicksPerDay;
        _weekdays |= 1 << (int)(ticks / TimeSpan.TicksPerDay % 7);

        // Welford (1962), with the first time as the origin.
        var (x, delta) = (ticks - _first, (ticks - _first) - _mean);
        _mean += delta / Count;
        _squares += delta * (x - _mean);
    }

    /// <param name="reference">The date that ages are counted back from, or null.</param>
    public TimeEncoding Finish(DateTime? reference)
    {
        var days = (_most / TimeSpan.TicksPerDay) - (_least / TimeSpan.TicksPerDay);
        var deviation = Math.Sqrt(_squares / Count);
        List<TimePart> parts = [];
        if (_hasTimes) parts.Add(TimePart.TimeOfDay);
        if (days >= DaysForWeekday && (_weekdays & (_weekdays - 1)) != 0) parts.Add(TimePart.Weekday);
        if (days >= DaysForYear) parts.Add(TimePart.DayOfYear);
        return new(_first + (long)Math.Round(_mean), deviation > 0 ? deviation : TimeSpan.TicksPerDay, parts, MissingCount > 0, reference);
    }
}
