namespace OnnxTrain;

/// <summary>
/// The sizes of rows that are not all of one size, such as sequences of several lengths: the buckets, each with one size, and the bucket of
/// each row. A batch holds rows of one bucket.
/// </summary>
public sealed class RowSizes
{
    private readonly Shape[][] _buckets;
    private readonly int[] _bucketOfRow;

    /// <summary>Buckets, and the rows in them. Buckets of equal sizes become one, and buckets without rows none.</summary>
    /// <param name="buckets">For each bucket the axes of one row in each column of the source, all of them numbers.</param>
    /// <param name="bucketOfRow">For each row of the source its place in <paramref name="buckets"/>.</param>
    /// <exception cref="ArgumentException">
    /// A bucket has another number of columns or axes than the first, or an axis that is no number; or a row is in a bucket that there is
    /// not.
    /// </exception>
    public RowSizes(IReadOnlyList<IReadOnlyList<Shape>> buckets, ReadOnlySpan<int> bucketOfRow)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        if (buckets.Count == 0) throw new ArgumentException("Rows of several sizes need one bucket at least.", nameof(buckets));
        for (var bucket = 0; bucket < buckets.Count; bucket++) Check(buckets[bucket], buckets[0], bucket);
        (_buckets, _bucketOfRow) = Used(buckets, bucketOfRow);
    }

    /// <summary>The number of buckets.</summary>
    public int Count => _buckets.Length;

    /// <summary>The number of rows.</summary>
    public int RowCount => _bucketOfRow.Length;

    /// <summary>The bucket of each row.</summary>
    internal ReadOnlySpan<int> Buckets => _bucketOfRow;

    /// <summary>The number of columns that the sizes are of.</summary>
    internal int ColumnCount => _buckets[0].Length;

    /// <summary>The bucket of a row.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public int BucketOf(long row) => _bucketOfRow[row];

    /// <summary>The axes of one row of a column: numbers.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="column">The column's place in the source.</param>
    public Shape RowShape(int bucket, int column) => _buckets[bucket][column];

    /// <summary>A column as its rows in a bucket are.</summary>
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

    /// <summary>The sizes of some rows, in the order given.</summary>
    internal RowSizes Select(ReadOnlySpan<long> rows)
    {
        var buckets = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++) buckets[i] = _bucketOfRow[rows[i]];
        return new(_buckets, buckets);
    }

    /// <summary>The sizes of the rows in some columns, in the order given.</summary>
    internal RowSizes WithColumns(int[] places) =>
        new(Array.ConvertAll(_buckets, bucket => Array.ConvertAll(places, place => bucket[place])), _bucketOfRow);

    /// <summary>
    /// The columns of a source with these sizes: an axis that has one length in all buckets is a number; another keeps its name, or gets
    /// one. Where one bucket is left, the columns say all, and there are no sizes.
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
            throw new ArgumentException($"Bucket {place} has the size {open}; the axes of its rows have to be numbers.");
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
