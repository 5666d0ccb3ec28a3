using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OnnxTrain;

/// <summary>A schedule as a part of a run's identity.</summary>
internal static class ScheduleText
{
    /// <summary>
    /// Its settings, and some of its factors where it is the user's own. One that is a table may end before a time that is asked for, and
    /// its text there.
    /// </summary>
    public static string Of(LearningRateSchedule? schedule)
    {
        if (schedule is null) return "none";
        var settings = InvariantText.Of(schedule);
        if (schedule.GetType().Assembly == typeof(LearningRateSchedule).Assembly) return settings;
        var factors = new List<string>();
        foreach (var time in Enumerable.Range(0, 100).Concat([1000, 10_000]))
        {
            try
            {
                factors.Add(schedule.Factor(time, []).ToString("R", CultureInfo.InvariantCulture));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                break;
            }
        }

        return $"{schedule.GetType().FullName} {settings} by {schedule.Unit}: {string.Join(", ", factors.Take(3))} … "
            + $"({RunIdentity.Digest(Encoding.UTF8.GetBytes(string.Join(", ", factors)))})";
    }
}
