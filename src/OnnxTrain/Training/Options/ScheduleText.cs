using System.Globalization;
using System.Text;

namespace OnnxTrain;

/// <summary>The text of a schedule in a run's identity.</summary>
internal static class ScheduleText
{
    /// <summary>
    /// Its settings, and for a custom schedule some of its factors. A schedule that is a table may end earlier, and its text with it.
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
