using System.Globalization;
using System.Xml;

namespace OnnxTrain.Tests.Graphs.Times;

/// <summary>Texts of durations against those of .NET.</summary>
public class DurationFormTests
{
    public static TheoryData<string, double> Texts
    {
        get
        {
            var data = new TheoryData<string, double>();
            foreach (var (text, seconds) in TimeTexts.Durations) data.Add(text, seconds);
            return data;
        }
    }

    public static TheoryData<string> Others => [.. TimeTexts.NoDurations];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Texts_are_seconds(string text, double seconds)
    {
        var form = DurationForm.Fitting([text]);

        Assert.NotNull(form);
        Assert.Equal(seconds, form.Parse(text), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Other_texts_are_none(string text) => Assert.Null(DurationForm.Fitting([text]));

    [Fact]
    public void Durations_of_dotnet_come_back_from_every_form()
    {
        var random = new Random(2);
        for (var i = 0; i < 20_000; i++)
        {
            var duration = new TimeSpan(random.NextInt64(-TimeSpan.TicksPerDay * 1000, TimeSpan.TicksPerDay * 1000));
            var (clock, iso) = (DurationForm.All[0], DurationForm.All[1]);
            Assert.Equal(duration.TotalSeconds, clock.Parse(duration.ToString("c", CultureInfo.InvariantCulture)), 1e-6);
            if (duration.Duration().TotalDays < 28) Assert.Equal(duration.TotalSeconds, iso.Parse(XmlConvert.ToString(duration)), 1e-6);
            Assert.All(DurationForm.All, form => Assert.Equal(duration.TotalSeconds, form.Parse(form.Format(duration.TotalSeconds)), 1e-6));
        }
    }

    [Fact]
    public void One_form_fits_all_texts_of_a_column()
    {
        Assert.Equal("d.hh:mm:ss", DurationForm.Fitting(["0:05:00", "1.00:00:00"])?.Name);
        Assert.Null(DurationForm.Fitting(["0:05:00", "PT5M"]));
        Assert.Null(DurationForm.Fitting([]));
    }
}
