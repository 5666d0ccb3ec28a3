using Parquet;
using Parquet.Schema;

namespace OnnxTrain;

/// <summary>Decoded values of a type, of which some may be null.</summary>
internal sealed class ParquetValues<T>(T[] values, T?[]? nullable, Action<ColumnFiller, int, T> put) : ParquetValues
    where T : struct
{
    public static ParquetValues<T> Read(ParquetRowGroupReader group, DataField field, Action<ColumnFiller, int, T> put)
    {
        var count = checked((int)group.RowCount);
        if (field.IsNullable)
        {
            var nullable = new T?[count];
            Waiting.For(async () =>
            {
                await group.ReadAsync<T>(field, nullable.AsMemory()).ConfigureAwait(false);
                return true;
            });
            return new([], nullable, put);
        }

        var values = new T[count];
        Waiting.For(async () =>
        {
            await group.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
            return true;
        });
        return new(values, null, put);
    }

    public override void Put(ColumnFiller filler, int from, int count, int to, BatchCursor cursor)
    {
        for (var i = 0; i < count; i++)
        {
            cursor.Row = from + i;
            if (nullable is null) put(filler, to + i, values[from + i]);
            else if (nullable[from + i] is { } value) put(filler, to + i, value);
            else filler.PutMissing(to + i);
        }
    }
}
