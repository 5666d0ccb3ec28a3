namespace OnnxTrain.Tests.Data.Views;

/// <summary>
/// Rows of another source as a database gives them: forward only, how many is not known, and a block may come in parts. Values are right
/// only if they are read in order.
/// </summary>
internal sealed class ForwardRows(IRowSource source) : IRowSource
{
    public IReadOnlyList<RowColumn> Columns => source.Columns;

    public long? RowCount => null;

    public bool IsRandomAccess => false;

    /// <summary>How often the rows were read from the first one on.</summary>
    public int Readings { get; private set; }

    public IRowReader Open(ReadOnlySpan<int> columns)
    {
        Readings++;
        return new Reader(source.Open(columns));
    }

    public string Fingerprint() => $"forward {source.Fingerprint()}";

    private sealed class Reader(IRowReader rows) : IRowReader
    {
        private long _next;

        public void Read(ReadOnlySpan<long> places, RowBlock block) => throw new NotSupportedException("Forward only.");

        public int Read(long first, int count, RowBlock block)
        {
            if (first < _next) throw new NotSupportedException("Forward only.");
            var read = rows.Read(first, count, block);
            _next = first + read;
            return read;
        }

        public void Dispose() => rows.Dispose();
    }
}
