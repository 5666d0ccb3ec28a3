using System.Globalization;
using OnnxTrain.Tests.Graphs.Times;

namespace OnnxTrain.RoundTrip.Tests.Ops;

/// <summary>The operators that parse texts, in ONNX Runtime, against the calendar of .NET and the library's own parser.</summary>
public class TimeGraphTests
{
    public static TheoryData<string> Formats => [.. TimeForm.All.Select(form => form.Name)];

    public static TheoryData<string> Durations => [.. DurationForm.All.Select(form => form.Name)];

    private static IEnumerable<string> Others => TimeTexts.Others.Concat(TimeTexts.NoDurations);

    /// <summary>All days of a period of the calendar, which has 400 years, and in all other years the ends of months.</summary>
    [Fact]
    public void Every_day_of_the_calendar_and_no_other_is_parsed()
    {
        DateOnly[] days =
        [
            .. Enumerable.Range(0, DateOnly.MaxValue.DayNumber + 1).Select(DateOnly.FromDayNumber)
                .Where(day => day.Year is >= 1900 and < 2300 or 1 or 9999 || (day.Month <= 3 && day.Day is 1 or > 27)),
        ];
        var found = Run<long>(
            new TimeOfTextOp("yyyy-MM-dd"), Array.ConvertAll(days, day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        for (var i = 0; i < days.Length; i++)
        {
            if (found[i] != days[i].ToDateTime(default).Ticks) Assert.Fail($"{days[i]:o} is {found[i]}.");
        }

        string[] none = [.. days.Where(day => day.Day == 1).SelectMany(day => Enumerable
            .Range(DateTime.DaysInMonth(day.Year, day.Month) + 1, 32 - DateTime.DaysInMonth(day.Year, day.Month))
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"{day.Year:0000}-{day.Month:00}-{number:00}")))];
        Assert.All(Run<long>(new TimeOfTextOp("yyyy-MM-dd"), none), ticks => Assert.Equal(-1, ticks));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Times_are_those_of_dotnet(string format)
    {
        var (form, random) = (TimeForm.Of(format)!, new Random(3));
        var times = new DateTime[20_000];
        for (var i = 0; i < times.Length; i++)
        {
            var time = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks));
            times[i] = !form.HasClock ? new(time.Year, time.Month, 1)
                : form.Order.Length == 0 ? new(time.TimeOfDay.Ticks)
                : i % 3 == 0 ? time.Date
                : i % 3 == 1 ? new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute))
                : time;
        }

        var found = Run<long>(new TimeOfTextOp(format), Array.ConvertAll(times, time => form.Format(time.Ticks)));

        Assert.Equal(times.Select(time => time.Ticks), found);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void All_ways_to_write_a_time_are_parsed_as_the_library_does(string format)
    {
        var (form, random) = (TimeForm.Of(format)!, new Random(4));
        string[] clocks =
            ["", " 7:05", "T07:05", " 23:59:59", "T00:00:00.000000001", " 12:30 AM", " 12:30:59.5 pm", " 13:00 PM", " 1:00 Am"];
        string[] zones = ["", "Z", "+02:00", "-0130", "+05", "-14:00", "+15:00", "+1", " UTC"];
        var days = Enumerable.Range(0, 60).Select(_ => (long)random.Next(DateOnly.MaxValue.DayNumber))
            .Append(0).Append(DateOnly.MaxValue.DayNumber);
        string[] texts =
        [
            .. days.Select(day => form.Format(day * TimeSpan.TicksPerDay))
                .SelectMany(date => clocks.SelectMany(clock => zones.Select(zone => date + clock + zone))),
            .. clocks.Select(clock => clock.Trim()), .. TimeTexts.Known.Select(known => known.Text), .. Others,
        ];

        var found = Run<long>(new TimeOfTextOp(format), texts);

        for (var i = 0; i < texts.Length; i++)
        {
            if (found[i] != form.Parse(texts[i])) Assert.Fail($"'{texts[i]}' is {found[i]}, and {form.Parse(texts[i])} in the library.");
        }

        Assert.Contains(found, ticks => ticks >= 0);
    }

    [Theory]
    [MemberData(nameof(Durations))]
    public void Durations_are_those_of_dotnet(string format)
    {
        var (form, random) = (DurationForm.Of(format)!, new Random(5));
        var durations = new TimeSpan[20_000];
        for (var i = 0; i < durations.Length; i++)
            durations[i] = new(random.NextInt64(-TimeSpan.TicksPerDay * 1000, TimeSpan.TicksPerDay * 1000) / (i % 2 == 0 ? 1 : 1_000_000));

        var found = Run<double>(new DurationOfTextOp(format), Array.ConvertAll(durations, duration => form.Format(duration.TotalSeconds)));

        for (var i = 0; i < durations.Length; i++) Assert.Equal(durations[i].TotalSeconds, found[i], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Durations))]
    public void All_ways_to_write_a_duration_are_parsed_as_the_library_does(string format)
    {
        var form = DurationForm.Of(format)!;
        string[] texts =
        [
            .. TimeTexts.Durations.Select(known => known.Text), .. TimeTexts.Durations.Select(known => $"-{known.Text}"), .. Others,
            .. TimeTexts.Known.Select(known => known.Text), "999999999.999999999:59:59.999999999", "P999999999DT999999999H999999999M0.1S",
        ];

        Assert.Equal(texts.Select(text => form.Parse(text)), Run<double>(new DurationOfTextOp(format), texts));
    }

    private static T[] Run<T>(Op op, string[] texts)
    {
        var input = Value.Input("text", ElementType.String, ["batch", 1]);
        using var session = new OnnxSession(OpExport.Write([input], [op.Of(input)], op.MinimumOpset));
        return session.Run(["text"], [TensorData.Of<string>(texts, [texts.Length, 1])])[0].As<T>().ToArray();
    }
}
