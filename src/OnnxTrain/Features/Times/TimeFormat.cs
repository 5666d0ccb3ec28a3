using System.Globalization;

namespace OnnxTrain;

/// <summary>How the times of a column are given: as texts of a form, as ticks or as Unix times.</summary>
internal sealed record TimeFormat
{
    private static readonly TimeFormat Ticks = new("ticks");

    private static readonly TimeFormat[] Numbers =
        [new("unix") { TicksOfOne = TimeSpan.TicksPerSecond }, new("unixms") { TicksOfOne = TimeSpan.TicksPerMillisecond }];

    private TimeFormat(string name) => Name = name;

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The form of texts; null for numbers.</summary>
    public TimeForm? Form { get; private init; }

    /// <summary>Whether the column is one of numbers.</summary>
    public bool IsNumber => TicksOfOne > 0;

    public bool IsText => Form is not null;

    /// <summary>The type of the input.</summary>
    public ElementType ElementType => IsText ? ElementType.String : IsNumber ? ElementType.Float64 : ElementType.Int64;

    /// <summary>The ticks of a unit of numbers; 0 for others.</summary>
    private long TicksOfOne { get; init; }

    /// <summary>The names of all formats.</summary>
    public static IEnumerable<string> Names =>
        [.. TimeForm.All.Select(form => form.Name), Ticks.Name, .. Numbers.Select(unix => unix.Name)];

    /// <summary>The format of a name; null if there is none.</summary>
    public static TimeFormat? Of(string name) =>
        TimeForm.Of(name) is { } form ? Of(form) : name == Ticks.Name ? Ticks : Array.Find(Numbers, unix => unix.Name == name);

    public static TimeFormat Of(TimeForm form) => new(form.Name) { Form = form };

    /// <summary>The message on a name that is unknown.</summary>
    public static string Unknown(string name) => $"'{name}' is not a format of times; known: {string.Join("; ", Names)}.";

    /// <summary>The formats that the values of a column may have.</summary>
    /// <exception cref="DataException">The column holds numbers.</exception>
    public static IReadOnlyList<TimeFormat> Candidates(CsvColumn column)
    {
        if (column.HoldsTicks) return [Ticks];
        return column.Kind != ColumnKind.Numeric ? [.. TimeForm.All.Select(Of)] : throw new DataException(
            $"Column '{column.Name}' holds numbers. If they are times, say which: the format unix for seconds since 1970, or unixms for "
                + "milliseconds (--date-format).");
    }

    /// <summary>The ticks of rows; negative where a time is missing.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="column">Their column.</param>
    /// <param name="other">The first text that is no time of the format; null if all are.</param>
    public long[] TicksOf(TableBlock rows, CsvColumn column, out (int Row, string Text)? other)
    {
        other = null;
        var ticks = new long[rows.Count];
        var form = column.TimeForms is [var only] && (column.HoldsTicks || Form is null) ? only : Form;
        for (var i = 0; i < ticks.Length; i++)
        {
            var row = rows.Start + i;
            if (IsNumber && column.Kind == ColumnKind.Numeric) ticks[i] = TicksOfNumber(column.Numbers[row]);
            else ticks[i] = column.IsMissing(row) || form is null ? TimeForm.Missing : form.Parse(column.Text(row));
            if (ticks[i] < 0 && !column.IsMissing(row)) other ??= (row, column.Text(row));
        }

        return ticks;
    }

    /// <summary>Rows in the form of the input.</summary>
    /// <exception cref="DataException">The column holds what the model does not take.</exception>
    public TensorData Read(TableBlock rows, CsvColumn column)
    {
        Shape shape = [rows.Count, 1];
        if (IsNumber)
        {
            if (column.Kind != ColumnKind.Numeric && column.MissingCount < column.Count)
                throw new DataException($"Column '{column.Name}' holds texts; the model takes numbers there, {Describe()}.");
            return column.Kind == ColumnKind.Numeric
                ? TensorData.Of(column.Numbers.Slice(rows.Start, rows.Count), shape)
                : TensorData.OfNumbers([.. Enumerable.Repeat(double.NaN, rows.Count)], shape, ElementType.Float64);
        }

        if (IsText && !column.HoldsTicks)
            return TensorData.Of<string>([.. Enumerable.Range(rows.Start, rows.Count).Select(column.Text)], shape);
        if (!IsText && !column.HoldsTicks && column.TimeForms.Count != 1 && column.MissingCount < column.Count)
            throw new DataException(
                $"Column '{column.Name}' holds {(column.Kind == ColumnKind.Numeric ? "numbers" : $"'{column.Categories[0]}'")}; the model "
                    + "takes times there, and the format of texts is not known. Write them as 2024-03-01.");
        var ticks = TicksOf(rows, column, out _);
        return IsText
            ? TensorData.Of<string>(Array.ConvertAll(ticks, time => time < 0 ? "" : Form!.Format(time)), shape)
            : TensorData.Of<long>(ticks, shape);
    }

    /// <summary>The input in ticks, int64; negative where a time is missing.</summary>
    public Value ToTicks(Value input)
    {
        if (IsText) return new TimeOfTextOp(Name).Of(input);
        if (!IsNumber) return input;
        var least = -(double)DateTime.UnixEpoch.Ticks / TicksOfOne;
        var most = (double)(DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TicksOfOne;
        var isTime = (input >= least).And(input <= most);
        var ticks = (Value.Where(isTime, input, input.Number(0)) * TicksOfOne).Round().Cast(ElementType.Int64);
        return Value.Where(
            isTime, ticks + Value.Constant<long>([DateTime.UnixEpoch.Ticks], [1]), Value.Constant<long>([TimeForm.Missing], [1]));
    }

    /// <summary>What numbers mean, or how texts look.</summary>
    public string Describe() => IsText ? Name
        : !IsNumber ? "ticks"
        : TicksOfOne == TimeSpan.TicksPerSecond ? "seconds since 1970" : "milliseconds since 1970";

    /// <summary>What the input of a file takes.</summary>
    public string DescribeInput() => IsText
        ? $"A time such as {Form!.Format(new DateTime(2024, 3, 1).Ticks)} ({Name}"
            + $"{(Form.HasClock && Form.Order.Length > 0 ? ", with or without a time of day such as 14:30:05" : "")}); any other text is a "
            + "missing time."
        : IsNumber ? $"The {Describe()}; NaN is a missing time."
        : "Ticks of 100 ns since 0001-01-01, as DateTime.Ticks; a negative number is a missing time.";

    private long TicksOfNumber(double number)
    {
        var ticks = Math.Round(number * TicksOfOne);
        return ticks >= -(double)DateTime.UnixEpoch.Ticks && ticks <= (DateTime.MaxValue - DateTime.UnixEpoch).Ticks
            ? (long)ticks + DateTime.UnixEpoch.Ticks
            : TimeForm.Missing;
    }

    /// <inheritdoc/>
    public override string ToString() => Name.ToString(CultureInfo.InvariantCulture);
}
