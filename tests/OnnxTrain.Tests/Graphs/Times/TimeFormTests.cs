using System.Globalization;

namespace OnnxTrain.Tests.Graphs.Times;

/// <summary>Texts of dates and times against the calendar of .NET.</summary>
public class TimeFormTests
{
    public static TheoryData<string> Dates => [.. TimeForm.All.Where(form => form.Order.Length > 0).Select(form => form.Name)];

    public static TheoryData<string, string, string> Texts
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (text, forms, time) in TimeTexts.Known) data.Add(text, forms, time);
            return data;
        }
    }

    public static TheoryData<string> Others => [.. TimeTexts.Others];

    [Theory]
    [MemberData(nameof(Dates))]
    public void Every_day_of_the_calendar_is_read(string format)
    {
        var form = TimeForm.Of(format)!;
        var last = DateOnly.MaxValue.DayNumber;
        for (var day = 0; day <= last; day += format == "yyyy-MM-dd" ? 1 : 11)
        {
            var date = DateOnly.FromDayNumber(day);
            if (form.Order == "ym") date = new(date.Year, date.Month, 1);
            var text = date.ToString(format, CultureInfo.InvariantCulture);
            if (form.Parse(text) != date.ToDateTime(default).Ticks) Assert.Fail($"{text} is read as {form.Parse(text)}.");
        }
    }

    [Theory]
    [MemberData(nameof(Dates))]
    public void Every_text_written_comes_back(string format)
    {
        var (form, random) = (TimeForm.Of(format)!, new Random(1));
        for (var i = 0; i < 20_000; i++)
        {
            var ticks = random.NextInt64(DateTime.MaxValue.Ticks + 1);
            if (!form.HasClock) ticks = new DateTime(new DateTime(ticks).Year, 1 + (i % 12), 1).Ticks;
            Assert.Equal(ticks, form.Parse(form.Format(ticks)));
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Texts_have_forms(string text, string forms, string time)
    {
        var found = TimeForm.Fitting([text]);

        Assert.Equal(forms, string.Join(", ", found.Select(form => form.Name)));
        Assert.Equal(DateTime.Parse(time, CultureInfo.InvariantCulture).Ticks, found[0].Parse(text));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Other_texts_have_none(string text)
    {
        Assert.Empty(TimeForm.Fitting([text]));
        Assert.All(TimeForm.All, form => Assert.True(form.Parse(text) < 0));
    }

    [Fact]
    public void Lengths_of_months_are_those_of_the_calendar()
    {
        var form = TimeForm.Of("yyyy-MM-dd")!;
        foreach (var year in (int[])[1, 4, 100, 400, 1582, 1600, 1700, 1800, 1900, 1904, 2000, 2023, 2024, 2100, 2400, 9996, 9999])
        {
            for (var month = 1; month <= 12; month++)
            {
                for (var day = 27; day <= 32; day++)
                {
                    var text = string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}");
                    Assert.Equal(day <= DateTime.DaysInMonth(year, month), form.Parse(text) >= 0);
                }
            }
        }
    }

    [Fact]
    public void Texts_with_different_forms_have_none_together()
    {
        Assert.Equal(["MM/dd/yyyy"], TimeForm.Fitting(["03/04/2024", "03/14/2024"]).Select(form => form.Name));
        Assert.Empty(TimeForm.Fitting(["14/04/2024", "03/14/2024"]));
        Assert.Empty(TimeForm.Fitting([]));
        Assert.Equal(1, TimeForm.FirstOther(["14/04/2024", "03/14/2024"]));
        Assert.Null(TimeForm.FirstOther(["14/04/2024", "03/04/2024"]));
    }
}
