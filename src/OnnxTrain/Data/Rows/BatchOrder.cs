namespace OnnxTrain;

/// <summary>
/// The rows in the batches of each epoch, determined by (seed, epoch) alone. A batch holds rows of one bucket. Rows of one size form one
/// bucket, whose batches keep the order of the rows. The batches of several buckets are shuffled, or sorted by their first rows.
/// </summary>
internal sealed class BatchOrder
{
    private readonly Bucket[] _buckets;
    private readonly int[] _rows;
    private readonly int[] _order;
    private readonly int[] _turns;
    private readonly ulong? _seed;
    private readonly bool _withReplacement;

    /// <param name="rows">The number of rows.</param>
    /// <param name="sizes">Their sizes; null if all rows have one size.</param>
    /// <param name="batchSize">The number of rows in a batch.</param>
    /// <param name="seed">Shuffles each epoch; <see langword="null"/> keeps the rows in order.</param>
    /// <param name="withReplacement">Whether rows are drawn from their bucket with replacement instead.</param>
    /// <param name="last">What to do with the rows of a bucket that do not fill its last batch.</param>
    public BatchOrder(int rows, RowSizes? sizes, int batchSize, ulong? seed, bool withReplacement, Func<int, LastBatch> last)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        (_seed, _withReplacement, _order) = (seed, withReplacement, new int[rows]);
        (_rows, var counts) = ByBucket(rows, sizes);
        _buckets = new Bucket[counts.Length];
        var first = 0;
        for (var b = 0; b < counts.Length; b++)
        {
            var size = Math.Min(batchSize, counts[b]);
            var (batches, lastRows) = Sizes(counts[b], size, last(b));
            _buckets[b] = new(first, counts[b], size, BatchesPerEpoch, batches, lastRows);
            (first, BatchesPerEpoch) = (first + counts[b], BatchesPerEpoch + batches);
            MostRows = Math.Max(MostRows, Math.Max(batches > 1 ? size : 0, lastRows));
        }

        _turns = counts.Length > 1 ? Turns() : [];
    }

    /// <summary>All rows, of one size, in order in one batch.</summary>
    public static BatchOrder OfAll(int rows)
    {
        var order = new BatchOrder(rows, sizes: null, rows, seed: null, withReplacement: false, _ => LastBatch.Keep);
        order.SetEpoch(0);
        return order;
    }

    public int BatchesPerEpoch { get; }

    /// <summary>The maximum number of rows in a batch.</summary>
    public int MostRows { get; }

    /// <summary>The number of batches in an epoch, and of rows in the last batch.</summary>
    public static (int Batches, int LastRows) Sizes(int rows, int batchSize, LastBatch last)
    {
        var (full, rest) = Math.DivRem(rows, batchSize);
        if (rest == 0 || full == 0) return (Math.Max(full, 1), full == 0 ? rest : batchSize);
        return last switch
        {
            LastBatch.Drop => (full, batchSize),
            LastBatch.Merge => (full, batchSize + rest),
            _ => (full + 1, rest),
        };
    }

    /// <summary>The number of rows of each size.</summary>
    public static int[] Counts(int rows, RowSizes? sizes)
    {
        if (sizes is null) return [rows];
        var counts = new int[sizes.Count];
        foreach (var bucket in sizes.Buckets) counts[bucket]++;
        return counts;
    }

    /// <summary>Orders the rows for an epoch.</summary>
    public void SetEpoch(long epoch)
    {
        if (_seed is not { } seed)
        {
            if (_buckets.Length == 1) RowOrder.InOrder(_order);
            else _rows.CopyTo(_order, 0);
            return;
        }

        if (_buckets.Length == 1)
        {
            if (_withReplacement) RowOrder.Draw(seed, epoch, _order);
            else RowOrder.Order(seed, epoch, _order);
            return;
        }

        var shuffler = RowShuffler.For(seed, (ulong)epoch);
        foreach (var bucket in _buckets) SetOrder(bucket, ref shuffler);
        RowOrder.InOrder(_turns);
        shuffler.Shuffle(_turns);
    }

    /// <summary>A batch of the epoch.</summary>
    /// <param name="index">Its position in the epoch.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="first">The position of its first row in the epoch, unique among the batches.</param>
    /// <returns>Its bucket.</returns>
    public int Batch(int index, out ReadOnlySpan<int> rows, out int first)
    {
        var number = _turns.Length == 0 ? index : _turns[index];
        var b = BucketOf(number);
        var (bucket, place) = (_buckets[b], number - _buckets[b].FirstBatch);
        first = bucket.First + (place * bucket.BatchSize);
        rows = _order.AsSpan(first, place + 1 == bucket.Batches ? bucket.LastRows : bucket.BatchSize);
        return b;
    }

    /// <summary>The rows in the order of their buckets; empty if there is one bucket.</summary>
    /// <summary>The rows of a batch and of those after it in the epoch, if they have one size; else none.</summary>
    public ReadOnlyMemory<int> From(int index) =>
        _buckets.Length == 1 ? _order.AsMemory(index * _buckets[0].BatchSize) : ReadOnlyMemory<int>.Empty;

    private static (int[] Rows, int[] Counts) ByBucket(int count, RowSizes? sizes)
    {
        var counts = Counts(count, sizes);
        if (sizes is null || counts.Length == 1) return ([], counts);
        var (rows, next) = (new int[count], new int[counts.Length]);
        for (var b = 1; b < next.Length; b++) next[b] = next[b - 1] + counts[b - 1];
        for (var row = 0; row < count; row++) rows[next[sizes.BucketOf(row)]++] = row;
        return (rows, counts);
    }

    private void SetOrder(Bucket bucket, ref RowShuffler shuffler)
    {
        var rows = _rows.AsSpan(bucket.First, bucket.Rows);
        var order = _order.AsSpan(bucket.First, bucket.Rows);
        if (_withReplacement)
        {
            shuffler.Draw(order);
            foreach (ref var row in order) row = rows[row];
        }
        else
        {
            rows.CopyTo(order);
            shuffler.Shuffle(order);
        }
    }

    /// <summary>The batches of rows in order, sorted by the positions of their first rows.</summary>
    private int[] Turns()
    {
        var turns = new int[BatchesPerEpoch];
        RowOrder.InOrder(turns);
        Array.Sort(Array.ConvertAll(turns, FirstRow), turns);
        return turns;

        int FirstRow(int number)
        {
            var bucket = _buckets[BucketOf(number)];
            return _rows[bucket.First + ((number - bucket.FirstBatch) * bucket.BatchSize)];
        }
    }

    private int BucketOf(int number)
    {
        var (low, high) = (0, _buckets.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_buckets[middle].FirstBatch <= number) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private readonly record struct Bucket(int First, int Rows, int BatchSize, int FirstBatch, int Batches, int LastRows);
}
