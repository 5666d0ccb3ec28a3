namespace OnnxTrain;

/// <summary>A part of a time that comes again and again; it becomes the sine and the cosine of an angle.</summary>
internal enum TimePart
{
    /// <summary>The time since midnight; a turn is a day.</summary>
    TimeOfDay,

    /// <summary>The day of the week; a turn is a week.</summary>
    Weekday,

    /// <summary>The day of the year, so also the month; a turn is a year.</summary>
    DayOfYear,
}
