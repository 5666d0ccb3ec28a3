namespace OnnxTrain;

/// <summary>
/// Which rows the batches of a verification hold: those that follow the first; after the last comes the first. Of rows of several sizes
/// only those of the size of the first row follow it.
/// </summary>
internal sealed class VerificationRows
{
    private readonly long[][]? _buckets;
    private readonly RowSizes? _sizes;
    private readonly int[] _places = [];

    public VerificationRows(int count, RowSizes? sizes)
    {
        (Count, _sizes, _buckets) = (count, sizes, sizes?.Rows());
        if (_buckets is null) return;
        _places = new int[count];
        foreach (var rows in _buckets)
        {
            for (var place = 0; place < rows.Length; place++) _places[rows[place]] = place;
        }
    }

    public int Count { get; }

    /// <summary>How many sizes the rows have.</summary>
    public int BucketCount => _buckets?.Length ?? 1;

    /// <summary>The row at a place in a batch.</summary>
    public int Of(VerificationBatch batch, int place)
    {
        if (_buckets is null) return (batch.Start + place) % Count;
        var rows = _buckets[_sizes!.BucketOf(batch.Start)];
        return (int)rows[(_places[batch.Start] + place) % rows.Length];
    }

    /// <summary>Batches of the rows of each size, one size after the other.</summary>
    /// <param name="batches">The batches of so many rows that are all of one size.</param>
    public IEnumerable<VerificationBatch> Batches(Func<int, IEnumerable<VerificationBatch>> batches) => _buckets is null
        ? batches(Count)
        : _buckets.SelectMany(rows => batches(rows.Length).Select(batch => batch with { Start = (int)rows[batch.Start] }));
}
