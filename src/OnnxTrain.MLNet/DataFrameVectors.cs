using Microsoft.Data.Analysis;
using Microsoft.ML.Data;

namespace OnnxTrain;

/// <summary>Columns of vectors in data frames, which <c>ToDataFrame</c> makes of those of a data view.</summary>
internal static class DataFrameVectors
{
    /// <summary>The type of the vectors' values; null for another column.</summary>
    public static Type? ItemOf(DataFrameColumn column) =>
        column.DataType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(VBuffer<>)
            ? type.GetGenericArguments()[0]
            : null;

    /// <summary>The length of the vectors; null where there are none, or lengths differ.</summary>
    public static int? LengthOf(DataFrameColumn column, Type item) => ItemTypes.Visit(item, new Measuring(column));

    /// <summary>Gives the vectors.</summary>
    /// <param name="column">The column.</param>
    /// <param name="item">The type of their values.</param>
    /// <param name="length">Their length.</param>
    /// <param name="row">The row whose vector is wanted.</param>
    public static DataViewCell Open(DataFrameColumn column, Type item, int length, Func<long> row) =>
        ItemTypes.Visit(item, new Opening(column, length, row));

    private readonly struct Measuring(DataFrameColumn column) : IItemVisitor<int?>
    {
        public int? Visit<T>()
        {
            int? length = null;
            foreach (var vector in (VBufferDataFrameColumn<T>)column)
            {
                if (vector.Length != (length ??= vector.Length)) return null;
            }

            return length;
        }
    }

    private readonly struct Opening(DataFrameColumn column, int length, Func<long> row) : IItemVisitor<DataViewCell>
    {
        public DataViewCell Visit<T>()
        {
            var (vectors, at) = ((VBufferDataFrameColumn<T>)column, row);
            return new VectorCell<T>((ref VBuffer<T> vector) => vector = vectors[at()], ItemTypes.Put, length);
        }
    }
}
