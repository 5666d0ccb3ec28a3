using System.Globalization;

namespace OnnxTrain;

/// <summary>Puts the values of a column of <see cref="CellColumns"/> into buffers, as its type has them.</summary>
/// <param name="column">The column.</param>
/// <param name="place">Where the value is that is being put, for messages.</param>
internal sealed class ColumnFiller(RowColumn column, Func<string> place)
{
    private readonly TextPool _pool = new();
    private double[]? _numbers;
    private float[]? _singles;
    private long[]? _integers;
    private string[]? _texts;

    private bool IsTruth => column.Kind == ColumnKind.Boolean;

    private bool AreTicks => _integers is not null && column.Kind == ColumnKind.Time;

    /// <summary>The column is filled here from now on.</summary>
    public void Bind(RowBlock block, int place)
    {
        if (column.ElementType == ElementType.String) _texts = block.Array<string>(place);
        else if (column.ElementType == ElementType.Int64) _integers = block.Array<long>(place);
        else if (column.ElementType == ElementType.Float32) _singles = block.Array<float>(place);
        else _numbers = block.Array<double>(place);
    }

    /// <exception cref="DataException">The column was to have a value in every row.</exception>
    public void PutMissing(int row)
    {
        if (_texts is not null) _texts[row] = "";
        else if (_numbers is not null) _numbers[row] = double.NaN;
        else if (_singles is not null) _singles[row] = float.NaN;
        else if (AreTicks) _integers![row] = TimeForm.Missing;
        else throw Error("has no value, and was to have one in every row");
    }

    /// <exception cref="DataException">It is infinite, or no value of the column.</exception>
    public void Put(int row, double value)
    {
        if (double.IsInfinity(value))
            throw Error("is infinite. Replace it by a finite number, or by a missing value");
        if (_numbers is not null) _numbers[row] = value;
        else if (_singles is not null) _singles[row] = (float)value;
        else if (double.IsNaN(value)) PutMissing(row);
        else if (_integers is null) PutNumberText(row, value.ToString(CultureInfo.InvariantCulture));
        else if ((long)value == value) _integers[row] = (long)value;
        else throw Wrong(value.ToString(CultureInfo.InvariantCulture), "a whole number");
    }

    /// <exception cref="DataException">It is infinite, or no value of the column.</exception>
    public void Put(int row, float value)
    {
        if (_texts is null || !float.IsFinite(value)) Put(row, (double)value);
        else PutNumberText(row, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <exception cref="DataException">It is no value of the column.</exception>
    public void Put(int row, long value)
    {
        if (_integers is not null) _integers[row] = value;
        else if (_numbers is not null) _numbers[row] = value;
        else if (_singles is not null) _singles[row] = value;
        else PutNumberText(row, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A number of a type wider than float64 as a text, which is rounded to the nearest number.</summary>
    /// <exception cref="DataException">It is no value of the column.</exception>
    public void PutWide(int row, string number)
    {
        if (_texts is null) Put(row, double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture));
        else PutNumberText(row, number);
    }

    /// <exception cref="DataException">It is no value of the column.</exception>
    public void Put(int row, bool value)
    {
        if (_texts is not null) _texts[row] = value ? TruthText.True : TruthText.False;
        else Put(row, value ? 1L : 0L);
    }

    /// <exception cref="DataException">It is no value of the column.</exception>
    public void Put(int row, ReadOnlySpan<char> text)
    {
        if (text.Length == 0) PutMissing(row);
        else if (_texts is not null) _texts[row] = IsTruth && !TruthText.Is(text) ? throw NoTruth(text) : _pool.Of(text);
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)) Put(row, integer);
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) Put(row, number);
        else throw Wrong(text, "a number");
    }

    /// <summary>Puts a time, as it is.</summary>
    /// <exception cref="DataException">It is no value of the column.</exception>
    public void Put(int row, DateTime value) => PutTime(row, value.Ticks, value);

    /// <summary>Puts a time in UTC.</summary>
    /// <exception cref="DataException">It is no value of the column.</exception>
    public void Put(int row, DateTimeOffset value) => PutTime(row, value.UtcTicks, value);

    /// <summary>Puts a date, at midnight.</summary>
    /// <exception cref="DataException">It is no value of the column.</exception>
    public void Put(int row, DateOnly value) => PutTime(row, value.DayNumber * TimeSpan.TicksPerDay, value);

    /// <summary>Puts a time of day, of the first day of the year 1.</summary>
    /// <exception cref="DataException">It is no value of the column.</exception>
    public void Put(int row, TimeOnly value) => PutTime(row, value.Ticks, value);

    /// <summary>Puts a duration, in seconds.</summary>
    /// <exception cref="DataException">It is no value of the column.</exception>
    public void Put(int row, TimeSpan value)
    {
        if (_numbers is not null) _numbers[row] = value.TotalSeconds;
        else Put(row, CellValue.Text(value));
    }

    /// <summary>What to throw where the value could not be computed.</summary>
    public DataException Failure(Exception cause) =>
        new($"{place()}, column '{column.Name}': the function of the column failed: {cause.Message}", cause);

    private void PutTime(int row, long ticks, object value)
    {
        if (AreTicks) _integers![row] = ticks;
        else Put(row, CellValue.Text(value));
    }

    private void PutNumberText(int row, string text) =>
        _texts![row] = IsTruth && !TruthText.Is(text) ? throw NoTruth(text) : _pool.Of(text);

    private DataException NoTruth(ReadOnlySpan<char> value) => Wrong(value, "a truth value");

    private DataException Wrong(ReadOnlySpan<char> value, string wanted) =>
        new($"{place()}, column '{column.Name}': '{value}' is not {wanted}. Correct it, leave it out if it is missing, or set the column's "
            + $"kind to Categorical in {nameof(RowSourceOptions)}.{nameof(RowSourceOptions.Types)}.");

    private DataException Error(string problem) => new($"{place()}, column '{column.Name}': the value {problem}.");
}
