namespace OnnxTrain;

/// <summary>
/// Series of numbers that were measured at the same times, at regular intervals: the source of windows to learn forecasts from. Immutable.
/// </summary>
public sealed class TimeSeries
{
    private readonly float[] _values;

    private TimeSeries(string name, IReadOnlyList<string> names, float[] values, SeriesInterval interval) =>
        (Name, Names, _values, Interval) = (name, names, values, interval);

    /// <summary>The name of the table that they were read from.</summary>
    public string Name { get; }

    /// <summary>The name of each series.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of steps: of times at which the series were measured.</summary>
    public int Length => _values.Length / Names.Count;

    /// <summary>The time from step to step.</summary>
    public SeriesInterval Interval { get; }

    /// <summary>The values, [steps, series].</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Reads series from the columns of a table.</summary>
    /// <param name="table">The table, a row for each step.</param>
    /// <param name="time">The column with the time of each row, by which the rows are sorted: dates and times, or numbers at a constant
    /// distance. Null if the rows are in order, at regular intervals.</param>
    /// <param name="columns">The series; all columns of numbers but the time unless given.</param>
    /// <returns>The series.</returns>
    /// <exception cref="DataException">A column is missing or holds no numbers, a value is missing, or a time is missing, repeated, or not
    /// one interval after the one before it; the message names the line.</exception>
    public static TimeSeries Read(CsvTable table, string? time = null, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
            columns = [.. table.Columns.Where(c => c.Kind == ColumnKind.Numeric && c.Name != time).Select(c => c.Name)];
        if (columns.Count == 0) throw new DataException($"{table.Name} has no column of numbers to forecast.");
        var (rows, interval) = SeriesTimes.Of(table, time);
        var values = new float[checked(rows.Length * columns.Count)];
        for (var c = 0; c < columns.Count; c++)
        {
            var column = table[columns[c]];
            if (column.Kind != ColumnKind.Numeric)
                throw new DataException($"The series '{column.Name}' holds text such as '{column.Text(0)}'; series are numbers.");
            for (var i = 0; i < rows.Length; i++) values[(i * columns.Count) + c] = ValueAt(table, column, rows[i]);
        }

        return new(table.Name, [.. columns], values, interval);
    }

    /// <summary>All windows: in each, <paramref name="window"/> steps are given and the next <paramref name="horizon"/> are to be forecast.
    /// </summary>
    /// <param name="window">The number of steps that a forecast is made from.</param>
    /// <param name="horizon">The number of steps that are forecast.</param>
    /// <exception cref="ArgumentException">A number is below 1, or both together are more than there are steps.</exception>
    public SeriesWindows Windows(int window, int horizon) => new(this, window, horizon, 0, Length);

    /// <summary>
    /// Splits the series by time, so that the future never trains the past: the last steps are forecast in the test, those before them in
    /// the validation, and those before these in training. What a forecast is made from may be of the part before.
    /// </summary>
    /// <param name="window">The number of steps that a forecast is made from.</param>
    /// <param name="horizon">The number of steps that are forecast.</param>
    /// <param name="validation">The steps of validation.</param>
    /// <param name="test">The steps of the test; 0 for none.</param>
    /// <returns>The windows of the three parts; those of the test are null if it has no steps.</returns>
    /// <exception cref="ArgumentException">A part has fewer steps than one window needs.</exception>
    public (SeriesWindows Train, SeriesWindows Validation, SeriesWindows? Test) Split(int window, int horizon, int validation, int test = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(validation);
        ArgumentOutOfRangeException.ThrowIfNegative(test);
        var (first, second) = (Length - validation - test, Length - test);
        return (
            new(this, window, horizon, 0, first), new(this, window, horizon, first - window, second),
            test == 0 ? null : new(this, window, horizon, second - window, Length));
    }

    /// <summary>The first steps.</summary>
    /// <param name="length">Their number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public TimeSeries Take(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        return new(Name, Names, _values[..(length * Names.Count)], Interval);
    }

    private static float ValueAt(CsvTable table, CsvColumn column, int row)
    {
        var number = column.Numbers[row];
        if (double.IsNaN(number))
            throw new DataException(
                $"{table.PlaceOf(row)}: the series '{column.Name}' has no value ({column.MissingCount} in all). Fill the gaps, for example "
                    + "by the value before or by interpolation, or leave the series out.");
        return float.IsFinite((float)number)
            ? (float)number
            : throw new DataException($"{table.PlaceOf(row)}: the series '{column.Name}' holds a number that float32 cannot hold.");
    }
}
