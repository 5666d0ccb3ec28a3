using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace OnnxTrain;

/// <summary>Values of Arrow arrays.</summary>
internal static class ArrowCells
{
    /// <summary>What values of a type are; null for a type that cannot be read.</summary>
    public static CellType? TypeOf(IArrowType type) => type.TypeId switch
    {
        ArrowTypeId.Int8 or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.Int64 or ArrowTypeId.UInt8 or ArrowTypeId.UInt16
            or ArrowTypeId.UInt32 or ArrowTypeId.UInt64 => CellType.Integer,
        ArrowTypeId.HalfFloat or ArrowTypeId.Float or ArrowTypeId.Double or ArrowTypeId.Decimal32 or ArrowTypeId.Decimal64
            or ArrowTypeId.Decimal128 or ArrowTypeId.Decimal256 or ArrowTypeId.Null => CellType.Number,
        ArrowTypeId.Boolean => CellType.Truth,
        ArrowTypeId.String or ArrowTypeId.LargeString or ArrowTypeId.StringView => CellType.Text,
        ArrowTypeId.Date32 or ArrowTypeId.Date64 or ArrowTypeId.Timestamp or ArrowTypeId.Time32 or ArrowTypeId.Time64 => CellType.Time,
        ArrowTypeId.Duration => CellType.Duration,
        ArrowTypeId.Dictionary => TypeOf(((DictionaryType)type).ValueType),
        _ => null,
    };

    /// <summary>Whether whole numbers of a type may be beyond int64.</summary>
    public static bool IsWide(IArrowType type) =>
        type.TypeId == ArrowTypeId.UInt64 || (type is DictionaryType dictionary && IsWide(dictionary.ValueType));

    /// <summary>Whether a value is null.</summary>
    public static bool HasNull(IArrowArray array) =>
        array.NullCount != 0 || array is NullArray || (array is DictionaryArray coded && HasNull(coded.Dictionary));

    /// <summary>Puts some values.</summary>
    /// <param name="array">The values of a batch.</param>
    /// <param name="filler">Where they go.</param>
    /// <param name="from">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="to">The row of the first.</param>
    /// <param name="cursor">Told which of them is being put.</param>
    public static void Put(IArrowArray array, ColumnFiller filler, int from, int count, int to, BatchCursor cursor)
    {
        var put = PutOf(array);
        for (var i = 0; i < count; i++)
        {
            cursor.Row = from + i;
            if (array.IsNull(from + i)) filler.PutMissing(to + i);
            else put(filler, to + i, from + i);
        }
    }

    private static Action<ColumnFiller, int, int> PutOf(IArrowArray array) => array switch
    {
        DoubleArray numbers => (filler, row, i) => filler.Put(row, numbers.Values[i]),
        FloatArray numbers => (filler, row, i) => filler.Put(row, numbers.Values[i]),
        HalfFloatArray numbers => (filler, row, i) => filler.Put(row, (float)numbers.Values[i]),
        Int64Array numbers => (filler, row, i) => filler.Put(row, numbers.Values[i]),
        Int32Array numbers => (filler, row, i) => filler.Put(row, numbers.Values[i]),
        Int16Array numbers => (filler, row, i) => filler.Put(row, numbers.Values[i]),
        Int8Array numbers => (filler, row, i) => filler.Put(row, numbers.Values[i]),
        UInt32Array numbers => (filler, row, i) => filler.Put(row, numbers.Values[i]),
        UInt16Array numbers => (filler, row, i) => filler.Put(row, numbers.Values[i]),
        UInt8Array numbers => (filler, row, i) => filler.Put(row, numbers.Values[i]),
        UInt64Array numbers => (filler, row, i) =>
            filler.PutWide(row, numbers.Values[i].ToString(CultureInfo.InvariantCulture)),
        BooleanArray truths => (filler, row, i) => filler.Put(row, truths.GetValue(i)!.Value),
        StringArray texts => (filler, row, i) => filler.Put(row, texts.GetString(i)),
        LargeStringArray texts => (filler, row, i) => filler.Put(row, texts.GetString(i)),
        StringViewArray texts => (filler, row, i) => filler.Put(row, texts.GetString(i)),
        Decimal32Array numbers => (filler, row, i) => filler.PutWide(row, numbers.GetString(i)!),
        Decimal64Array numbers => (filler, row, i) => filler.PutWide(row, numbers.GetString(i)!),
        Decimal128Array numbers => (filler, row, i) => filler.PutWide(row, numbers.GetString(i)!),
        Decimal256Array numbers => (filler, row, i) => filler.PutWide(row, numbers.GetString(i)!),
        DictionaryArray coded => Coded(coded),
        _ => Times(array),
    };

    private static Action<ColumnFiller, int, int> Times(IArrowArray array) => array switch
    {
        Date32Array dates => (filler, row, i) => filler.Put(row, dates.GetDateOnly(i)!.Value),
        Date64Array dates => (filler, row, i) => filler.Put(row, dates.GetDateOnly(i)!.Value),
        Time32Array times => (filler, row, i) => filler.Put(row, times.GetTime(i)!.Value),
        Time64Array times => (filler, row, i) => filler.Put(row, times.GetTime(i)!.Value),
        DurationArray times => (filler, row, i) => filler.Put(row, times.GetTimeSpan(i)!.Value),
        TimestampArray { Data.DataType: TimestampType { Timezone: null or "" } } times => (filler, row, i) =>
            filler.Put(row, times.GetTimestamp(i)!.Value.UtcDateTime),
        TimestampArray times => (filler, row, i) => filler.Put(row, times.GetTimestamp(i)!.Value),
        NullArray => (filler, row, _) => filler.PutMissing(row),
        _ => throw new NotSupportedException($"{array.Data.DataType.Name} cannot be read."),
    };

    private static Action<ColumnFiller, int, int> Coded(DictionaryArray array)
    {
        var (values, put, codes) = (array.Dictionary, PutOf(array.Dictionary), CodesOf(array.Indices));
        return (filler, row, i) =>
        {
            var code = codes(i);
            if (values.IsNull(code)) filler.PutMissing(row);
            else put(filler, row, code);
        };
    }

    private static Func<int, int> CodesOf(IArrowArray codes) => codes switch
    {
        Int8Array numbers => i => numbers.Values[i],
        UInt8Array numbers => i => numbers.Values[i],
        Int16Array numbers => i => numbers.Values[i],
        UInt16Array numbers => i => numbers.Values[i],
        Int32Array numbers => i => numbers.Values[i],
        UInt32Array numbers => i => checked((int)numbers.Values[i]),
        Int64Array numbers => i => checked((int)numbers.Values[i]),
        _ => throw new NotSupportedException($"Codes of the type {codes.Data.DataType.Name} cannot be read."),
    };
}
