using System.Globalization;
using Microsoft.ML.Data;

namespace OnnxTrain;

/// <summary>The types of values of ML.NET.</summary>
internal static class ItemTypes
{
    /// <summary>What values of a type are; null for a type that cannot be read, such as images.</summary>
    public static CellType? CellOf(DataViewType type) => type switch
    {
        KeyDataViewType => CellType.Text,
        TextDataViewType or RowIdDataViewType or NumberDataViewType or BooleanDataViewType or DateTimeDataViewType
            or DateTimeOffsetDataViewType or TimeSpanDataViewType => CellOf(type.RawType),
        _ => null,
    };

    /// <summary>What values of a type are; null for a type that cannot be read.</summary>
    public static CellType? CellOf(Type type) => type == typeof(ReadOnlyMemory<char>) || type == typeof(DataViewRowId)
        ? CellType.Text
        : CellValue.TypeOf(type);

    /// <summary>A column of vectors of a fixed size.</summary>
    /// <param name="single">The column of one of its values.</param>
    /// <param name="item">The type of the values.</param>
    /// <param name="dimensions">The sizes of the vector's axes.</param>
    public static RowColumn Vector(RowColumn single, Type item, ReadOnlySpan<int> dimensions) => single with
    {
        ElementType = item == typeof(float) && single.ElementType == ElementType.Float64 ? ElementType.Float32 : single.ElementType,
        RowShape = Shape.Create([.. dimensions.ToArray().Select(length => (Dimension)length)]),
    };

    /// <summary>Calls generic code with the type of a column's values.</summary>
    /// <exception cref="NotSupportedException">ML.NET has no columns of such values.</exception>
    public static TResult Visit<TResult>(Type type, IItemVisitor<TResult> visitor) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single => visitor.Visit<float>(),
        TypeCode.Double => visitor.Visit<double>(),
        TypeCode.Boolean => visitor.Visit<bool>(),
        TypeCode.SByte => visitor.Visit<sbyte>(),
        TypeCode.Byte => visitor.Visit<byte>(),
        TypeCode.Int16 => visitor.Visit<short>(),
        TypeCode.UInt16 => visitor.Visit<ushort>(),
        TypeCode.Int32 => visitor.Visit<int>(),
        TypeCode.UInt32 => visitor.Visit<uint>(),
        TypeCode.Int64 => visitor.Visit<long>(),
        TypeCode.UInt64 => visitor.Visit<ulong>(),
        TypeCode.DateTime => visitor.Visit<DateTime>(),
        _ when type == typeof(ReadOnlyMemory<char>) => visitor.Visit<ReadOnlyMemory<char>>(),
        _ when type == typeof(DateTimeOffset) => visitor.Visit<DateTimeOffset>(),
        _ when type == typeof(TimeSpan) => visitor.Visit<TimeSpan>(),
        _ when type == typeof(DataViewRowId) => visitor.Visit<DataViewRowId>(),
        _ => throw new NotSupportedException($"Values of the type {type.Name} cannot be read."),
    };

    /// <summary>Puts a value.</summary>
    public static void Put<T>(ColumnFiller filler, int row, T value)
    {
        // For each T the compiler keeps one of these, without boxing.
        if (value is float single) filler.Put(row, single);
        else if (value is double number) filler.Put(row, number);
        else if (value is ReadOnlyMemory<char> text) filler.Put(row, text.Span);
        else if (value is DataViewRowId id) filler.Put(row, Text(id));
        else CellValue.TryPut(filler, row, value!);
    }

    /// <summary>A value as a text.</summary>
    public static string Text<T>(T value) => value switch
    {
        bool truth => TruthText.Of(truth),
        ReadOnlyMemory<char> text => new(text.Span),
        DataViewRowId id => Invariant($"{id.High:x16}{id.Low:x16}"),
        _ => CellValue.Text(value!),
    };

    /// <summary>The number of a key, from 1; 0 where it is missing.</summary>
    public static ulong Code<T>(T key) => Convert.ToUInt64(key, CultureInfo.InvariantCulture);
}
