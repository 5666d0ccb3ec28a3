namespace OnnxTrain;

/// <summary>
/// The sizes of rows with different sizes, such as sequences of different lengths: the buckets, each with one size, and the bucket of each
/// row. A batch holds rows of one bucket.
/// </summary>
public sealed class RowSizes
{
    private readonly Shape[][] _buckets;
    private readonly int[] _bucketOfRow;

    /// <summary>Assigns rows to buckets. Buckets of equal sizes are merged, and buckets without rows are removed.</summary>
    /// <param name="buckets">For each bucket, the shape of one row in each column of the source, without named axes.</param>
    /// <param name="bucketOfRow">For each row of the source, its index in <paramref name="buckets"/>.</param>
    /// <exception cref="ArgumentException">
    /// The numbers of columns or axes differ between buckets, an axis is named, or the bucket of a row does not exist.
    /// </exception>
    public RowSizes(IReadOnlyList<IReadOnlyList<Shape>> buckets, ReadOnlySpan<int> bucketOfRow)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        if (buckets.Count == 0) throw new ArgumentException("Rows of several sizes need at least one bucket.", nameof(buckets));
        for (var bucket = 0; bucket < buckets.Count; bucket++) Check(buckets[bucket], buckets[0], bucket);
        (_buckets, _bucketOfRow) = Used(buckets, bucketOfRow);
    }

    /// <summary>The number of buckets.</summary>
    public int Count => _buckets.Length;

    /// <summary>The number of rows.</summary>
    public int RowCount => _bucketOfRow.Length;

    /// <summary>The bucket of each row.</summary>
    internal ReadOnlySpan<int> Buckets => _bucketOfRow;

    /// <summary>The number of columns.</summary>
    internal int ColumnCount => _buckets[0].Length;

    /// <summary>The bucket of a row.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public int BucketOf(long row) => _bucketOfRow[row];

    /// <summary>The shape of one row of a column, without named axes.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="column">The index of the column in the source.</param>
    public Shape RowShape(int bucket, int column) => _buckets[bucket][column];

    /// <summary>A column with the shape of its rows in a bucket.</summary>
    internal RowColumn ColumnOf(IRowSource source, int column, int bucket) =>
        source.Columns[column] with { RowShape = _buckets[bucket][column] };

    /// <summary>The rows of each bucket, in ascending order.</summary>
    internal long[][] Rows()
    {
        var rows = new List<long>[Count];
        for (var bucket = 0; bucket < Count; bucket++) rows[bucket] = [];
        for (var row = 0; row < _bucketOfRow.Length; row++) rows[_bucketOfRow[row]].Add(row);
        return Array.ConvertAll(rows, list => list.ToArray());
    }

    /// <summary>The sizes of some rows, in the given order.</summary>
    internal RowSizes Select(ReadOnlySpan<long> rows)
    {
        var buckets = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++) buckets[i] = _bucketOfRow[rows[i]];
        return new(_buckets, buckets);
    }

    /// <summary>The sizes of the rows in some columns, in the given order.</summary>
    internal RowSizes WithColumns(int[] places) =>
        new(Array.ConvertAll(_buckets, bucket => Array.ConvertAll(places, place => bucket[place])), _bucketOfRow);

    /// <summary>
    /// The columns of a source with these sizes: an axis with the same length in all buckets is a number; any other axis keeps its name or
    /// gets one. If only one bucket is left, the columns have its shapes, and the sizes are null.
    /// </summary>
    internal (IReadOnlyList<RowColumn> Columns, RowSizes? Sizes) Settle(IReadOnlyList<RowColumn> columns) => (
        [.. columns.Select((column, place) => column with { RowShape = Common(column.RowShape, place) })], Count > 1 ? this : null);

    private Shape Common(Shape names, int column)
    {
        var axes = new Dimension[_buckets[0][column].Rank];
        for (var axis = 0; axis < axes.Length; axis++)
        {
            var length = _buckets[0][column][axis];
            axes[axis] = _buckets.All(bucket => bucket[column][axis] == length) ? length
                : names[axis].IsFixed ? new Dimension(Invariant($"axis{axis + 1}")) : names[axis];
        }

        return Shape.Create(axes);
    }

    private static void Check(IReadOnlyList<Shape> bucket, IReadOnlyList<Shape> first, int place)
    {
        if (bucket.FirstOrDefault(shape => !shape.IsFixed) is { } open)
            throw new ArgumentException($"Bucket {place} has the size {open}; the axes of its rows must be numbers.");
        if (!bucket.Select(shape => shape.Rank).SequenceEqual(first.Select(shape => shape.Rank)))
            throw new ArgumentException(
                $"Bucket {place} has the sizes {string.Join(", ", bucket)} and bucket 0 {string.Join(", ", first)}; as many "
                    + "columns, and as many axes in each, are expected.");
    }

    private static (Shape[][] Buckets, int[] BucketOfRow) Used(IReadOnlyList<IReadOnlyList<Shape>> buckets, ReadOnlySpan<int> bucketOfRow)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        string[] keys = [.. buckets.Select(bucket => string.Join(';', bucket))];
        var (used, rows) = (new List<Shape[]>(), new int[bucketOfRow.Length]);
        for (var row = 0; row < rows.Length; row++)
        {
            var bucket = bucketOfRow[row];
            if ((uint)bucket >= (uint)keys.Length)
                throw new ArgumentException($"Row {row} is in bucket {bucket}; there are {keys.Length}, counted from 0.");
            if (!places.TryGetValue(keys[bucket], out rows[row]))
            {
                places.Add(keys[bucket], rows[row] = used.Count);
                used.Add([.. buckets[bucket]]);
            }
        }

        if (used.Count == 0) used.Add([.. buckets[0]]);
        return ([.. used], rows);
    }
}
