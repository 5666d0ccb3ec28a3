using System.Globalization;
using System.Numerics;

namespace OnnxTrain;

/// <summary>Values of databases and columnar files, as objects.</summary>
internal static class CellValue
{
    private const string DateTimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", OffsetFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz";

    /// <summary>What values of a type are; null for a type that cannot be read.</summary>
    public static CellType? TypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => CellType.Truth,
        TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64
            or TypeCode.UInt64 => CellType.Integer,
        TypeCode.Single or TypeCode.Double or TypeCode.Decimal => CellType.Number,
        TypeCode.String or TypeCode.Char => CellType.Text,
        TypeCode.DateTime => CellType.Time,
        _ when type == typeof(BigInteger) || type == typeof(Half) || type == typeof(Int128) || type == typeof(UInt128) => CellType.Number,
        _ when type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(DateTimeOffset) => CellType.Time,
        _ when type == typeof(TimeSpan) => CellType.Duration,
        _ when type == typeof(Guid) => CellType.Text,
        _ => null,
    };

    /// <summary>Whether whole numbers of a type may be beyond int64.</summary>
    public static bool IsWide(Type type) => type == typeof(ulong);

    /// <summary>Puts a value.</summary>
    /// <returns>Whether it has a type that can be read.</returns>
    public static bool TryPut(ColumnFiller column, int row, object value)
    {
        switch (value)
        {
            case DBNull: column.PutMissing(row); break;
            case double number: column.Put(row, number); break;
            case long number: column.Put(row, number); break;
            case string text: column.Put(row, text); break;
            case int number: column.Put(row, number); break;
            case bool truth: column.Put(row, truth); break;
            case float number: column.Put(row, number); break;
            case decimal or ulong or BigInteger or Int128 or UInt128: column.PutWide(row, Text(value)); break;
            case DateTime time: column.Put(row, time); break;
            case DateTimeOffset time: column.Put(row, time); break;
            case DateOnly date: column.Put(row, date); break;
            case TimeOnly time: column.Put(row, time); break;
            case TimeSpan duration: column.Put(row, duration); break;
            case Guid or char: column.Put(row, Text(value)); break;
            case byte or sbyte or short or ushort or uint: column.Put(row, Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case Half number: column.Put(row, (float)number); break;
            default: return false;
        }

        return true;
    }

    /// <summary>A time as a text whose ordinal order is that of time; other values as the invariant culture writes them.</summary>
    public static string Text(object value) => value switch
    {
        DateTime time => time.ToString(DateTimeFormat, CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString(OffsetFormat, CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{value.GetType().Name} is no type of values.", nameof(value)),
    };
}
