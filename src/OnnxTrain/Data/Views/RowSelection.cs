using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>Some rows of a random-access source, in their own order.</summary>
internal sealed class RowSelection : IRowSource
{
    private readonly IRowSource _source;
    private readonly long[] _rows;

    private RowSelection(IRowSource source, long[] rows)
    {
        (_source, _rows) = (source, rows);
        (Columns, Sizes) = source.Sizes?.Select(rows).Settle(source.Columns) ?? (source.Columns, null);
    }

    public IReadOnlyList<RowColumn> Columns { get; }

    public RowSizes? Sizes { get; }

    public long? RowCount => _rows.Length;

    public bool IsRandomAccess => true;

    /// <summary>Some rows of a source; for a table, the result is also a table, so that models of its columns can use it.</summary>
    public static IRowSource Of(IRowSource source, ReadOnlySpan<long> rows)
    {
        var count = RowRoles.RequireCount(source);
        foreach (var row in rows)
        {
            if (row < 0 || row >= count)
                throw new ArgumentOutOfRangeException(
                    nameof(rows), row, $"There is no row {row}: rows are counted from 0 to {count - 1}.");
        }

        return source switch
        {
            CsvTable table => table.Select(Array.ConvertAll(rows.ToArray(), row => (int)row)),
            RowSelection of => new RowSelection(of._source, of.Rows(rows)),
            _ => new RowSelection(source, rows.ToArray()),
        };
    }

    public IRowReader Open(ReadOnlySpan<int> columns) => new Reader(this, _source.Open(columns));

    public string Fingerprint() => RowFingerprint.Of(_source.Fingerprint(), MemoryMarshal.AsBytes(_rows.AsSpan()));

    private long[] Rows(ReadOnlySpan<long> of)
    {
        var rows = new long[of.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = _rows[of[i]];
        return rows;
    }

    private sealed class Reader(RowSelection view, IRowReader source) : IRowReader
    {
        private long[] _wanted = [];

        public void Read(ReadOnlySpan<long> rows, RowBlock block)
        {
            if (_wanted.Length < rows.Length) _wanted = new long[rows.Length];
            for (var i = 0; i < rows.Length; i++) _wanted[i] = view._rows[rows[i]];
            source.Read(_wanted.AsSpan(0, rows.Length), block);
        }

        public int Read(long first, int count, RowBlock block)
        {
            count = (int)Math.Clamp(view._rows.Length - first, 0, count);
            source.Read(view._rows.AsSpan((int)Math.Min(first, view._rows.Length), count), block);
            return count;
        }

        public void Dispose() => source.Dispose();
    }
}
