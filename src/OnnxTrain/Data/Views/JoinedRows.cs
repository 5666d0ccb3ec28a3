namespace OnnxTrain;

/// <summary>The rows of several sources, in order. Their columns differ only in the lengths of axes.</summary>
internal sealed class JoinedRows : IRowSource
{
    private readonly IRowSource[] _parts;
    private readonly long[] _starts;

    public JoinedRows(IReadOnlyList<IRowSource> parts)
    {
        if (parts.Count == 0) throw new ArgumentException("At least one source of rows is needed.", nameof(parts));
        (_parts, _starts) = ([.. parts], new long[parts.Count + 1]);
        for (var i = 0; i < _parts.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(_parts[i]);
            _starts[i + 1] = _starts[i] + RowRoles.RequireCount(_parts[i]);
            RequireSameColumns(_parts[0], _parts[i], i);
        }

        RowColumn[] columns = [.. parts[0].Columns.Select((c, i) => c with { IsFinite = parts.All(part => part.Columns[i].IsFinite) })];
        (Columns, Sizes) = SizesOf(_parts, RowRoles.RequireCount(this)).Settle(columns);
    }

    public IReadOnlyList<RowColumn> Columns { get; } = [];

    public RowSizes? Sizes { get; }

    public long? RowCount => _starts[^1];

    public bool IsRandomAccess => true;

    public IRowReader Open(ReadOnlySpan<int> columns) => new Reader(this, columns.ToArray());

    public string Fingerprint() => RowFingerprint.Of(["joined", .. _parts.Select(part => part.Fingerprint())]);

    /// <summary>A part has one bucket, or one for each of its sizes.</summary>
    private static RowSizes SizesOf(IRowSource[] parts, int count)
    {
        var (buckets, bucketOfRow, row) = (new List<IReadOnlyList<Shape>>(), new int[count], 0);
        foreach (var part in parts)
        {
            var (sizes, rows, first) = (part.Sizes, RowRoles.RequireCount(part), buckets.Count);
            for (var i = 0; i < rows; i++) bucketOfRow[row++] = first + (sizes?.BucketOf(i) ?? 0);
            for (var bucket = 0; bucket < (sizes?.Count ?? 1); bucket++)
                buckets.Add([.. part.Columns.Select((column, c) => sizes?.RowShape(bucket, c) ?? column.RowShape)]);
        }

        return new(buckets, bucketOfRow);
    }

    private static void RequireSameColumns(IRowSource first, IRowSource other, int place)
    {
        if (first.Columns.Select(Kind).SequenceEqual(other.Columns.Select(Kind))) return;
        throw new ArgumentException(
            $"Source {place} (counted from 0) has the columns {Text(other)}, and source 0 {Text(first)}; rows to join must have "
                + "the same columns, except for the lengths of axes.");

        static (string, ElementType, int, RowRole, int) Kind(RowColumn c) => (c.Name, c.ElementType, c.RowShape.Rank, c.Role, c.Classes);

        static string Text(IRowSource source) => string.Join(", ", source.Columns.Select(c =>
            $"'{c.Name}' ({c.ElementType.Text()}{c.RowText}{(c.Classes > 0 ? Invariant($", {c.Classes} classes") : "")})"));
    }

    private int PartOf(long row)
    {
        var found = Array.BinarySearch(_starts, row);
        if (found < 0) return ~found - 1;
        while (_starts[found + 1] == row) found++; // parts without rows
        return found;
    }

    private sealed class Reader(JoinedRows rows, int[] columns) : IRowReader
    {
        private readonly IRowReader?[] _readers = new IRowReader?[rows._parts.Length];
        private long[] _wanted = [];
        private int[] _places = [];
        private RowBlock? _read;

        public void Read(ReadOnlySpan<long> wanted, RowBlock block)
        {
            if (_wanted.Length < wanted.Length) (_wanted, _places) = (new long[wanted.Length], new int[wanted.Length]);
            for (var from = 0; from < wanted.Length; from++)
            {
                var part = rows.PartOf(wanted[from]);
                if (!IsFirstOf(part, wanted, from)) continue;
                var count = Collect(part, wanted[from..], from);
                RequireSize(part, _wanted[0], block);
                Read(part, count, count == wanted.Length, block);
                if (count == wanted.Length) return;
            }
        }

        public int Read(long first, int count, RowBlock block)
        {
            var wanted = RowRange.Of(first, count, rows._starts[^1]);
            Read(wanted, block);
            return wanted.Length;
        }

        public void Dispose()
        {
            foreach (var reader in _readers) reader?.Dispose();
        }

        /// <summary>Whether this is the first row of its part; the rows of a part are read at once.</summary>
        private bool IsFirstOf(int part, ReadOnlySpan<long> wanted, int from)
        {
            var (low, high) = (rows._starts[part], rows._starts[part + 1]);
            return !wanted[..from].ContainsAnyInRange(low, high - 1);
        }

        /// <summary>Records the rows of a part with their indices in it and in the block.</summary>
        private int Collect(int part, ReadOnlySpan<long> wanted, int from)
        {
            var (low, high, count) = (rows._starts[part], rows._starts[part + 1], 0);
            for (var i = 0; i < wanted.Length; i++)
            {
                if (wanted[i] < low || wanted[i] >= high) continue;
                (_wanted[count], _places[count]) = (wanted[i] - low, from + i);
                count++;
            }

            return count;
        }

        private void Read(int part, int count, bool isAll, RowBlock block)
        {
            var reader = _readers[part] ??= rows._parts[part].Open(columns);
            if (isAll)
            {
                reader.Read(_wanted.AsSpan(0, count), block);
                return;
            }

            if (_read is null || _read.Capacity < count || _read.Columns != block.Columns) _read = new(block.Columns, _wanted.Length);
            reader.Read(_wanted.AsSpan(0, count), _read);
            for (var i = 0; i < count; i++) block.Copy(_read, i, _places[i]);
        }

        private void RequireSize(int part, long row, RowBlock block)
        {
            var source = rows._parts[part];
            for (var c = 0; c < columns.Length; c++)
            {
                var column = source.Columns[columns[c]];
                var shape = source.Sizes is { } sizes ? sizes.RowShape(sizes.BucketOf(row), columns[c]) : column.RowShape;
                if (!shape.Equals(block.Columns[c].RowShape))
                    throw new ArgumentException(
                        $"Row {rows._starts[part] + row} has the size {shape} in the column '{column.Name}', and the block takes rows of "
                            + $"{block.Columns[c].RowShape}: a block takes rows of one size.");
            }
        }
    }
}
