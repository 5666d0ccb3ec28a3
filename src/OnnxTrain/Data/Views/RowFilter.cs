using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>The rows of a forward-only source that satisfy a condition. Their number is not known.</summary>
internal sealed class RowFilter<T>(IRowSource source, int column, Func<T, bool> condition) : IRowSource
{
    public IReadOnlyList<RowColumn> Columns => source.Columns;

    public long? RowCount => null;

    public bool IsRandomAccess => false;

    public IRowReader Open(ReadOnlySpan<int> columns) => new Reader(source, [.. columns, column], condition);

    /// <summary>A condition has no text, so the fingerprint is that of the rows that it keeps.</summary>
    public string Fingerprint()
    {
        var kept = new List<byte>();
        RowScan.Run(source, [column], (block, _, count) =>
        {
            foreach (var value in block.Values<T>(0)[..count]) kept.Add(condition(value) ? (byte)1 : (byte)0);
        });
        return RowFingerprint.Of(source.Fingerprint(), CollectionsMarshal.AsSpan(kept));
    }

    private sealed class Reader : IRowReader
    {
        private readonly IRowReader _reader;
        private readonly RowBlock _read;
        private readonly Func<T, bool> _condition;
        private long _sourceRow, _row;
        private int _count, _next;

        public Reader(IRowSource source, int[] columns, Func<T, bool> condition)
        {
            RowColumn[] kinds = [.. columns.Select(c => source.Columns[c])];
            (_read, _reader, _condition) = (new(kinds, RowScan.RowsAtOnce(kinds)), source.Open(columns), condition);
        }

        public void Read(ReadOnlySpan<long> rows, RowBlock block) => throw ForwardOnly.Refusal();

        public int Read(long first, int count, RowBlock block)
        {
            ForwardOnly.Require(first, _row);
            var filled = 0;
            while (filled < count && FindNext())
            {
                if (_row++ >= first) block.Copy(_read, _next, filled++);
                _next++;
            }

            return filled;
        }

        public void Dispose() => _reader.Dispose();

        private bool FindNext()
        {
            while (true)
            {
                var values = _read.Values<T>(_read.Columns.Count - 1)[.._count];
                for (; _next < _count; _next++)
                {
                    if (_condition(values[_next])) return true;
                }

                _count = _reader.Read(_sourceRow, _read.Capacity, _read);
                (_sourceRow, _next) = (_sourceRow + _count, 0);
                if (_count == 0) return false;
            }
        }
    }
}
