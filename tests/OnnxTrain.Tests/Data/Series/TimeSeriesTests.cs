using System.Globalization;

namespace OnnxTrain.Tests.Data.Series;

/// <summary>Series read from tables, and their windows.</summary>
public class TimeSeriesTests
{
    [Fact]
    public void Rows_are_sorted_by_time_and_columns_of_numbers_are_series()
    {
        var series = TimeSeries.Read(
            CsvTable.Parse("a,day,note,b\n3,2024-03-03,x,30\n1,2024-03-01,y,10\n2,2024-03-02,z,20\n"), "day");
        Assert.Equal(["a", "b"], series.Names);
        Assert.Equal([1, 10, 2, 20, 3, 30], series.Values.ToArray());
        Assert.Equal((3, "1 day", 7), (series.Length, series.Interval.ToString(), series.Interval.Season));
    }

    [Theory]
    [InlineData("2024-01-01 00:00,2024-01-01 01:00,2024-01-01 02:00", "1 hour", 24)]
    [InlineData("2024-01-01 00:00,2024-01-01 00:15,2024-01-01 00:30", "15 minutes", 96)]
    [InlineData("2023-12-31,2024-01-01,2024-01-02", "1 day", 7)]
    [InlineData("2024-01-01,2024-01-08,2024-01-15", "7 days", 1)]
    [InlineData("2023-12-01,2024-01-01,2024-02-01,2024-03-01", "1 month", 12)]
    [InlineData("2023-10-01,2024-01-01,2024-04-01,2024-07-01", "3 months", 4)]
    [InlineData("2022-01-01,2023-01-01,2024-01-01", "12 months", 1)]
    [InlineData("3,5,7,9", "1 step", 1)]
    public void The_interval_is_that_of_the_calendar(string times, string interval, int season)
    {
        var rows = times.Split(',').Select((time, i) => $"{time},{i}\n");
        var series = TimeSeries.Read(CsvTable.Parse("t,x\n" + string.Concat(rows)), "t");
        Assert.Equal((interval, season), (series.Interval.ToString(), series.Interval.Season));
    }

    [Theory]
    [InlineData("2024-01-01,1\n2024-01-02,2\n2024-01-02,3\n2024-01-03,4\n", "line 4", "2024-01-02 again", "column of its own")]
    [InlineData("2024-01-01,1\n2024-01-02,2\n2024-01-03,2\n2024-01-05,4\n", "line 5", "from 2024-01-03 to 2024-01-05", "1 day")]
    [InlineData("1,1\n2,2\n4,3\n5,3\n", "line 4", "from 2 to 4", "missing rows")]
    [InlineData("2024-01-01,1\n2024-01-02,\n2024-01-03,4\n", "line 3", "'x' has no value", "Fill the gaps")]
    [InlineData("2024-01-01,1\n,2\n2024-01-03,4\n", "line 3", "the time 't' is missing", "Leave such rows out")]
    [InlineData("2024-01-01,1\n2024-01-02,1e39\n2024-01-03,4\n", "line 3", "float32 cannot hold")]
    [InlineData("03/04/2024,1\n04/04/2024,2\n", "dd/MM/yyyy", "MM/dd/yyyy")]
    [InlineData("one,1\ntwo,2\n", "no dates or times")]
    public void What_is_no_series_is_told_with_its_line(string rows, params string[] words)
    {
        var message = Assert.Throws<DataException>(() => TimeSeries.Read(CsvTable.Parse("t,x\n" + rows), "t")).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_window_is_the_steps_before_those_to_forecast()
    {
        var windows = Counted(30).Windows(5, 3);
        Assert.Equal(23, windows.RowCount);
        var rows = windows.ToDataset();
        for (var row = 0; row < 23; row++)
        {
            var (known, next) = (rows.Features[0].As<float>(), rows.Targets!.As<float>());
            for (var i = 0; i < 5; i++) Assert.Equal((row + i, -(row + i)), (known[row, i, 0], known[row, i, 1]));
            for (var i = 0; i < 3; i++) Assert.Equal((row + 5 + i, -(row + 5 + i)), (next[row, i, 0], next[row, i, 1]));
        }
    }

    [Theory]
    [InlineData(5, 3, 8, 9)]
    [InlineData(1, 1, 4, 0)]
    [InlineData(10, 2, 2, 2)]
    public void The_parts_of_a_split_forecast_each_step_after_training_and_none_of_another_part(int window, int horizon, int held, int test)
    {
        var (train, validation, tested) = Counted(60).Split(window, horizon, held, test);
        var (learned, judged) = (Forecast(train), Forecast(validation));
        Assert.Equal(Range(window, 60 - held - test), learned);
        Assert.Equal(Range(60 - held - test, 60 - test), judged);
        Assert.True(Known(train).Max() < judged.Min());
        if (tested is null) Assert.Equal(0, test);
        else Assert.Equal(Range(60 - test, 60), Forecast(tested));

        static int[] Range(int from, int to) => [.. Enumerable.Range(from, to - from)];
        static int[] Forecast(SeriesWindows windows) => Steps(windows.ToDataset().Targets!);
        static int[] Known(SeriesWindows windows) => Steps(windows.ToDataset().Features[0]);
        static int[] Steps(RowTensor tensor)
        {
            var steps = new List<int>();
            foreach (var value in tensor.As<float>()) steps.Add((int)Math.Abs(value));
            return [.. steps.Distinct().Order()];
        }
    }

    [Theory]
    [InlineData(28, 3, 0, 0)]
    [InlineData(5, 3, 2, 0)]
    [InlineData(5, 3, 10, 2)]
    [InlineData(5, 3, 25, 3)]
    public void Parts_that_are_too_short_for_a_window_are_refused_in_numbers(int window, int horizon, int validation, int test) =>
        Assert.Contains(
            $"{window + horizon} are needed",
            Assert.Throws<ArgumentException>(() => Counted(30).Split(window, horizon, validation, test)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_future_changes_nothing_that_is_learned_from_the_past()
    {
        var (one, other) = (Counted(60), Counted(60, changedFrom: 50));
        Assert.Equal(Learned(one), Learned(other));

        static string Learned(TimeSeries series) =>
            ForecastModel.Create(series.Split(5, 3, 6, 4).Train).Metadata["onnxtrain.model"];
    }

    /// <summary>Two series, whose values are the step and its opposite.</summary>
    private static TimeSeries Counted(int steps, int changedFrom = int.MaxValue)
    {
        var rows = Enumerable.Range(0, steps).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{(i < changedFrom ? i : 1000 * i)},{-i}\n"));
        return TimeSeries.Read(CsvTable.Parse("up,down\n" + string.Concat(rows)));
    }
}
