using System.Globalization;
using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Texts of times and durations.</summary>
internal static class TimeCases
{
    private static readonly string[] Others = ["", "NA", "2024-02-30", "x"];

    public static IEnumerable<OpCase> All() => [.. Times(), .. Durations()];

    /// <summary>In days and the seconds of the day, which float32 holds exactly.</summary>
    private static IEnumerable<OpCase> Times()
    {
        string[] times = ["2024-02-29T12:30:15", "1999-12-31T23:59:59", "0001-01-01T00:00:01", "9999-12-31T00:00:00"];
        foreach (var form in TimeForm.All)
        {
            var texts = Array.ConvertAll(times, time => form.Format(Ticks(time)));
            yield return new(
                typeof(TimeOfTextOp), form.Name,
                [Words(["batch", 2], [.. texts, .. Others])],
                x => DaysAndSeconds(new TimeOfTextOp(form.Name).Of(x[0])),
                x => new([x[0].Sizes[0], 4], [.. x[0].Words.Chunk(2).SelectMany(row => Parts(row))]))
            {
                Gradient = GradientCheck.None, Ulps = 0,
            };

            IEnumerable<double> Parts(string[] row)
            {
                double[] seconds = [.. row.Select(text => Array.IndexOf(texts, text) is >= 0 and var i ? Seconds(form, times[i]) : 0)];
                return [.. seconds.Select(s => Math.Floor(s / 86400)), .. seconds.Select(s => s % 86400)];
            }
        }
    }

    private static Value DaysAndSeconds(Value ticks)
    {
        var (seconds, day) = (ticks / Value.Constant<long>([TimeSpan.TicksPerSecond], [1]), Value.Constant<long>([86400], [1]));
        var days = seconds / day;
        return Value.Concat(1, days, seconds - (days * day));
    }

    private static IEnumerable<OpCase> Durations()
    {
        // Python's timedelta(seconds=-93784.5) is "-2 days, 21:56:55.500000": only the days are negative.
        (string, string[], string[])[] all =
        [
            ("d.hh:mm:ss", ["1.02:03:04.5", "26:03:04.5", "1 day, 2:03:04.5"], ["-1.02:03:04.5", "-26:03:04.5", "-2 days, 21:56:55.5"]),
            ("P1DT2H3M4S", ["P1DT2H3M4.5S", "PT26H184.5S", "P1DT123M4.5S"], ["-P1DT2H3M4.5S", "-PT26H184.5S", "-P1DT123M4.5S"]),
        ];
        foreach (var (form, texts, negative) in all)
            yield return new(
                typeof(DurationOfTextOp), form,
                [Words(["batch", 3], [.. texts, .. negative, .. Others])],
                x => new DurationOfTextOp(form).Of(x[0]).Impute(Value.Constant<double>([-1], [1])),
                x => new(
                    x[0].Sizes,
                    [.. x[0].Words.Select(text => texts.Contains(text) ? 93784.5 : negative.Contains(text) ? -93784.5 : -1)]))
            {
                Gradient = GradientCheck.None, Ulps = 0,
            };
    }

    private static long Ticks(string time) => DateTime.Parse(time, CultureInfo.InvariantCulture).Ticks;

    // A form without a date has the time of day alone; one of months has neither day nor time.
    private static double Seconds(TimeForm form, string time)
    {
        var whole = new DateTime(Ticks(time));
        if (form.Order.Length == 0) whole = new(whole.TimeOfDay.Ticks);
        if (form.Order == "ym") whole = new(whole.Year, whole.Month, 1);
        return whole.Ticks / TimeSpan.TicksPerSecond;
    }
}
