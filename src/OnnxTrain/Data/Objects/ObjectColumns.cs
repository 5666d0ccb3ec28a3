using System.Globalization;

namespace OnnxTrain;

/// <summary>The columns of <see cref="ObjectRows{T}"/>: each a name and a function from an object to its value.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
public sealed class ObjectColumns<T>
{
    private readonly List<RowColumn> _columns = [];
    private readonly List<Action<ColumnFiller, int, T>> _puts = [];

    internal ObjectColumns()
    {
    }

    /// <summary>The columns, in the order in which they were named.</summary>
    public IReadOnlyList<RowColumn> Columns => _columns;

    /// <summary>A column of numbers: float64, NaN where one is missing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number; NaN where it is missing.</param>
    /// <returns>The same columns and this one.</returns>
    public ObjectColumns<T> Number(string name, Func<T, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(name, ColumnKind.Numeric, ElementType.Float64, (column, row, item) => column.Put(row, value(item)));
    }

    /// <inheritdoc cref="Number(string, Func{T, double})"/>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number; null where it is missing.</param>
    public ObjectColumns<T> Number(string name, Func<T, double?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Number(name, item => value(item) ?? double.NaN);
    }

    /// <inheritdoc cref="Number(string, Func{T, double})"/>
    public ObjectColumns<T> Number(string name, Func<T, long> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Number(name, item => (double)value(item));
    }

    /// <inheritdoc cref="Number(string, Func{T, double?})"/>
    public ObjectColumns<T> Number(string name, Func<T, long?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Number(name, item => value(item) ?? double.NaN);
    }

    /// <inheritdoc cref="Number(string, Func{T, double})"/>
    public ObjectColumns<T> Number(string name, Func<T, decimal> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Number(name, item => Nearest(value(item)));
    }

    /// <inheritdoc cref="Number(string, Func{T, double?})"/>
    public ObjectColumns<T> Number(string name, Func<T, decimal?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Number(name, item => value(item) is { } number ? Nearest(number) : double.NaN);
    }

    /// <summary>A column of whole numbers, none of them missing: int64, such as the number of a token, for a model of int64.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number.</param>
    /// <returns>The same columns and this one.</returns>
    public ObjectColumns<T> Integer(string name, Func<T, long> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(name, ColumnKind.Numeric, ElementType.Int64, (column, row, item) => column.Put(row, value(item)));
    }

    /// <summary>A column of texts that occur again and again: string, "" where one is missing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The text; null or empty where it is missing.</param>
    /// <returns>The same columns and this one.</returns>
    public ObjectColumns<T> Category(string name, Func<T, string?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(name, ColumnKind.Categorical, ElementType.String, (column, row, item) => column.Put(row, value(item)));
    }

    /// <summary>A column of categories that are numbers, such as the number of a district or of an enumeration's member.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number; null where it is missing.</param>
    /// <returns>The same columns and this one.</returns>
    public ObjectColumns<T> Category(string name, Func<T, long?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(name, ColumnKind.Categorical, ElementType.String, (column, row, item) =>
        {
            if (value(item) is { } number) column.Put(row, number);
            else column.PutMissing(row);
        });
    }

    /// <summary>A column of truth values: string, <c>true</c>, <c>false</c>, or "" where one is missing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The truth value; null where it is missing.</param>
    /// <returns>The same columns and this one.</returns>
    public ObjectColumns<T> Boolean(string name, Func<T, bool?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(name, ColumnKind.Boolean, ElementType.String, (column, row, item) =>
        {
            if (value(item) is { } truth) column.Put(row, truth);
            else column.PutMissing(row);
        });
    }

    /// <summary>A column of times: int64, as <see cref="DateTime.Ticks"/>, -1 where one is missing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The time; null where it is missing. It is taken as it is, whatever its <see cref="DateTime.Kind"/>.</param>
    /// <returns>The same columns and this one.</returns>
    public ObjectColumns<T> Time(string name, Func<T, DateTime?> value) =>
        AddTime(name, value, (column, row, time) => column.Put(row, time));

    /// <inheritdoc cref="Time(string, Func{T, DateTime?})"/>
    /// <param name="name">Its name.</param>
    /// <param name="value">The time, taken in UTC; null where it is missing.</param>
    public ObjectColumns<T> Time(string name, Func<T, DateTimeOffset?> value) =>
        AddTime(name, value, (column, row, time) => column.Put(row, time));

    /// <inheritdoc cref="Time(string, Func{T, DateTime?})"/>
    /// <param name="name">Its name.</param>
    /// <param name="value">The date; null where it is missing.</param>
    public ObjectColumns<T> Time(string name, Func<T, DateOnly?> value) =>
        AddTime(name, value, (column, row, date) => column.Put(row, date));

    /// <inheritdoc cref="Time(string, Func{T, DateTime?})"/>
    /// <param name="name">Its name.</param>
    /// <param name="value">The time of day; null where it is missing.</param>
    public ObjectColumns<T> Time(string name, Func<T, TimeOnly?> value) =>
        AddTime(name, value, (column, row, time) => column.Put(row, time));

    /// <summary>A column of durations: numbers of seconds, float64, NaN where one is missing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The duration; null where it is missing.</param>
    /// <returns>The same columns and this one.</returns>
    public ObjectColumns<T> Duration(string name, Func<T, TimeSpan?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(name, ColumnKind.Duration, ElementType.Float64, (column, row, item) =>
        {
            if (value(item) is { } duration) column.Put(row, duration);
            else column.PutMissing(row);
        });
    }

    /// <summary>Puts the value of a column.</summary>
    /// <exception cref="DataException">The column's function fails.</exception>
    internal void Put(int column, ColumnFiller filler, int row, T item)
    {
        try
        {
            _puts[column](filler, row, item);
        }
        catch (Exception e) when (e is not (DataException or OperationCanceledException))
        {
            throw filler.Failure(e);
        }
    }

    private ObjectColumns<T> AddTime<TTime>(string name, Func<T, TTime?> value, Action<ColumnFiller, int, TTime> put)
        where TTime : struct
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(name, ColumnKind.Time, ElementType.Int64, (column, row, item) =>
        {
            if (value(item) is { } time) put(column, row, time);
            else column.PutMissing(row);
        });
    }

    // The conversion of the language is up to a digit beside the nearest number.
    private static double Nearest(decimal value) =>
        double.Parse(value.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    private ObjectColumns<T> Add(string name, ColumnKind kind, ElementType type, Action<ColumnFiller, int, T> put)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _columns.Add(new(name, type, Shape.Scalar) { Kind = kind });
        _puts.Add(put);
        return this;
    }
}
