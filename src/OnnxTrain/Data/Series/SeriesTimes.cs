using System.Globalization;

namespace OnnxTrain;

/// <summary>The rows of a table in the order of time, which must have regular intervals.</summary>
internal static class SeriesTimes
{
    /// <exception cref="DataException">A time is missing, repeated, or not one interval after the one before it.</exception>
    public static (int[] Rows, SeriesInterval Interval) Of(CsvTable table, string? time)
    {
        int[] rows = [.. Enumerable.Range(0, table.RowCount)];
        if (time is null) return (rows, default);
        var column = table[time];
        if (column.MissingCount > 0)
            throw new DataException($"{table.PlaceOf(rows.First(column.IsMissing))}: the time '{time}' is missing. Leave such rows out.");
        if (column.Kind == ColumnKind.Numeric)
        {
            var numbers = column.Numbers.ToArray();
            Sort(numbers, rows);
            Require(table, time, rows, numbers);
            return (rows, default);
        }

        var ticks = TicksOf(table, column);
        Sort(ticks, rows);
        return (rows, IntervalOf(table, time, rows, ticks));
    }

    private static void Sort<T>(T[] times, int[] rows)
        where T : IComparable<T>
    {
        // Equal times stay in the order of the file.
        var order = Enumerable.Range(0, times.Length).OrderBy(i => times[i]).ToArray();
        var sorted = Array.ConvertAll(order, i => times[i]);
        order.CopyTo(rows, 0);
        sorted.CopyTo(times, 0);
    }

    private static long[] TicksOf(CsvTable table, CsvColumn column)
    {
        var forms = column.TimeForms;
        if (forms.Count > 1)
            throw new DataException(
                $"The time '{column.Name}' holds dates such as '{column.Categories[0]}', and all of them can be read as "
                    + $"{string.Join(" and as ", forms.Select(form => form.Name))}. Write them as 2024-03-01.");
        if (forms is not [var form])
            throw new DataException(
                $"The time '{column.Name}' of {table.Name} holds texts such as '{column.Text(0)}', which are no dates or times.");
        return [.. Enumerable.Range(0, column.Count).Select(row => form.Parse(column.Text(row)))];
    }

    private static SeriesInterval IntervalOf(CsvTable table, string time, int[] rows, long[] ticks)
    {
        if (ticks.Length < 2) return default;
        double[] months = Array.ConvertAll(ticks, MonthsOf);
        if (!months.Contains(double.NaN) && months[1] - months[0] is var step and >= 1 && IsRegular(months, step))
            return new((int)step, TimeSpan.Zero);

        // The commonest difference is the interval: a gap or a repetition is told with its place.
        var interval = ticks.Skip(1).Zip(ticks, (later, earlier) => later - earlier)
            .CountBy(difference => difference).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
        for (var i = 1; i < ticks.Length; i++)
        {
            if (ticks[i] - ticks[i - 1] == interval && interval > 0) continue;
            throw Irregular(table, time, rows, i, ticks[i] == ticks[i - 1], Text(new TimeSpan(Math.Max(interval, 0))));
        }

        return new(0, new TimeSpan(interval));
    }

    /// <summary>The months before a time; NaN for one that is not the beginning of a month.</summary>
    private static double MonthsOf(long ticks)
    {
        var time = new DateTime(ticks);
        return time.Day == 1 && time.TimeOfDay == TimeSpan.Zero ? (12 * time.Year) + time.Month : double.NaN;
    }

    private static bool IsRegular(double[] numbers, double step)
    {
        for (var i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] - numbers[i - 1] != step) return false;
        }

        return true;
    }

    private static void Require(CsvTable table, string time, int[] rows, double[] numbers)
    {
        const double tolerance = 1e-6;
        if (numbers.Length < 2) return;

        // The median difference is the interval: a gap or a repetition is told with its place.
        var step = numbers.Skip(1).Zip(numbers, (later, earlier) => later - earlier).Order().ElementAt((numbers.Length - 1) / 2);
        for (var i = 1; i < numbers.Length; i++)
        {
            if (Math.Abs(numbers[i] - numbers[i - 1] - step) <= tolerance * step && step > 0) continue;
            throw Irregular(
                table, time, rows, i, numbers[i] == numbers[i - 1], step.ToString("G6", CultureInfo.InvariantCulture));
        }
    }

    private static DataException Irregular(CsvTable table, string time, int[] rows, int place, bool isRepeated, string step)
    {
        var (row, before) = (rows[place], rows[place - 1]);
        var (text, earlier) = (table[time].Text(row), table[time].Text(before));
        return new(
            isRepeated
                ? $"{table.PlaceOf(row)}: the time '{time}' is {text} again. Series have one row for each time: if the table holds several "
                    + "series one below the other, give each a column of its own."
                : $"{table.PlaceOf(row)}: the time '{time}' goes from {earlier} to {text}, where the interval is {step}. Add the missing "
                    + "rows, or remove those between.");
    }

    private static string Text(TimeSpan time) => new SeriesInterval(0, time).ToString();
}
