namespace OnnxTrain;

/// <summary>
/// Keeps rows in memory once they have been read, up to a limit; further rows are read again each time. The values are the same either way.
/// </summary>
internal sealed class RowCache(IRowSource source, long limit) : IRowSource
{
    private readonly RowSizes? _sizes = source.Sizes;
    private readonly RowStore[] _stores = [.. source.Columns.Select((_, c) => NewStore(source, c))];
    private readonly Lock _gate = new();
    private long _bytes;

    public IReadOnlyList<RowColumn> Columns => source.Columns;

    public RowSizes? Sizes => _sizes;

    public long? RowCount => source.RowCount;

    public bool IsRandomAccess => true;

    public IRowReader Open(ReadOnlySpan<int> columns) => new Reader(this, source, columns.ToArray());

    public string Fingerprint() => source.Fingerprint();

    private static RowStore NewStore(IRowSource source, int column) => new(
        source.Sizes is { } sizes
            ? [.. Enumerable.Range(0, sizes.Count).Select(bucket => sizes.ColumnOf(source, column, bucket))]
            : [source.Columns[column]],
        RowRoles.RequireCount(source));

    private int BucketOf(long row) => _sizes?.BucketOf(row) ?? 0;

    private sealed class Reader(RowCache cache, IRowSource source, int[] columns) : IRowReader
    {
        private readonly IRowReader _reader = source.Open(columns);
        private readonly RowStore[] _stores = [.. columns.Select(column => cache._stores[column])];
        private long[] _missing = [];
        private int[] _places = [];
        private RowBlock? _read;

        public void Read(ReadOnlySpan<long> rows, RowBlock block)
        {
            if (_missing.Length < rows.Length) (_missing, _places) = (new long[rows.Length], new int[rows.Length]);
            var missing = 0;
            lock (cache._gate)
            {
                for (var i = 0; i < rows.Length; i++)
                {
                    if (TryCopy(rows[i], block, i)) continue;
                    (_missing[missing], _places[missing]) = (rows[i], i);
                    missing++;
                }
            }

            if (missing == 0) return;
            if (_read is null || _read.Capacity < missing || _read.Columns != block.Columns) _read = new(block.Columns, rows.Length);
            _reader.Read(_missing.AsSpan(0, missing), _read);
            for (var i = 0; i < missing; i++) block.Copy(_read, i, _places[i]);
            lock (cache._gate)
            {
                for (var i = 0; i < missing; i++) Keep(_missing[i], i);
            }
        }

        public int Read(long first, int count, RowBlock block)
        {
            var rows = RowRange.Of(first, count, cache.RowCount!.Value);
            Read(rows, block);
            return rows.Length;
        }

        public void Dispose() => _reader.Dispose();

        private bool TryCopy(long row, RowBlock block, int to)
        {
            if (!Array.TrueForAll(_stores, store => store.Has(row))) return false;
            for (var c = 0; c < _stores.Length; c++) _stores[c].CopyTo(row, cache.BucketOf(row), block, c, to);
            return true;
        }

        private void Keep(long row, int from)
        {
            for (var c = 0; c < _stores.Length; c++)
            {
                var bytes = _read!.MemoryOf(c, from);
                if (_stores[c].Has(row) || cache._bytes + bytes > cache.Limit) continue;
                cache._bytes += bytes;
                _stores[c].Add(row, cache.BucketOf(row), _read!, c, from);
            }
        }
    }

    private long Limit => limit;
}
