using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace OnnxTrain;

/// <summary>A column of a Parquet file: how it is called and decoded.</summary>
/// <param name="Field">The column in the file.</param>
/// <param name="Column">The column of the source.</param>
/// <param name="Read">Decodes the column of a row group.</param>
internal sealed record ParquetField(DataField Field, RowColumn Column, Func<ParquetRowGroupReader, DataField, ParquetValues> Read)
{
    public static string NameOf(DataField field) => field.Path.ToString().Replace('/', '.');

    /// <exception cref="DataException">Its values cannot be read.</exception>
    public static ParquetField Of(string source, DataField field, bool mayMiss, RowSourceOptions options)
    {
        var name = NameOf(field);
        if (field.IsArray || field.MaxRepetitionLevel > 0) throw CellColumns.Unreadable(source, name, "list");
        if (TypeOf(field.ClrType) is not { } type || ReadOf(field.ClrType) is not { } read)
            throw CellColumns.Unreadable(source, name, field.ClrType.Name);
        return new(field, CellColumns.Of(name, type, mayMiss || CellValue.IsWide(field.ClrType), options), read);
    }

    // Texts are slices of the memory that a page was decoded to.
    private static CellType? TypeOf(Type type) => type == typeof(ReadOnlyMemory<char>) ? CellType.Text : CellValue.TypeOf(type);

    private static Func<ParquetRowGroupReader, DataField, ParquetValues>? ReadOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Double => Values<double>((column, row, value) => column.Put(row, value)),
        TypeCode.Single => Values<float>((column, row, value) => column.Put(row, value)),
        TypeCode.Int64 => Values<long>((column, row, value) => column.Put(row, value)),
        TypeCode.Int32 => Values<int>((column, row, value) => column.Put(row, value)),
        TypeCode.Int16 => Values<short>((column, row, value) => column.Put(row, value)),
        TypeCode.SByte => Values<sbyte>((column, row, value) => column.Put(row, value)),
        TypeCode.UInt32 => Values<uint>((column, row, value) => column.Put(row, value)),
        TypeCode.UInt16 => Values<ushort>((column, row, value) => column.Put(row, value)),
        TypeCode.Byte => Values<byte>((column, row, value) => column.Put(row, value)),
        TypeCode.UInt64 => Wide<ulong>(),
        TypeCode.Decimal => Wide<decimal>(),
        TypeCode.Boolean => Values<bool>((column, row, value) => column.Put(row, value)),
        TypeCode.DateTime => Values<DateTime>((column, row, value) => column.Put(row, value)),
        _ when type == typeof(DateOnly) => Values<DateOnly>((column, row, value) => column.Put(row, value)),
        _ when type == typeof(TimeOnly) => Values<TimeOnly>((column, row, value) => column.Put(row, value)),
        _ when type == typeof(TimeSpan) => Values<TimeSpan>((column, row, value) => column.Put(row, value)),
        _ when type == typeof(Guid) => Texts<Guid>(),
        _ when type == typeof(BigInteger) => Wide<BigInteger>(),
        _ when type == typeof(ReadOnlyMemory<char>) => Values<ReadOnlyMemory<char>>((column, row, value) => column.Put(row, value.Span)),
        _ => null,
    };

    private static Func<ParquetRowGroupReader, DataField, ParquetValues> Texts<T>()
        where T : struct => Values<T>((column, row, value) => column.Put(row, CellValue.Text(value)));

    private static Func<ParquetRowGroupReader, DataField, ParquetValues> Wide<T>()
        where T : struct, IFormattable =>
        Values<T>((column, row, value) => column.PutWide(row, value.ToString(null, CultureInfo.InvariantCulture)));

    private static Func<ParquetRowGroupReader, DataField, ParquetValues> Values<T>(Action<ColumnFiller, int, T> put)
        where T : struct => (group, field) => ParquetValues<T>.Read(group, field, put);
}
