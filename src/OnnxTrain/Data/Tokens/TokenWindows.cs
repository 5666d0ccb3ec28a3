using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// Windows of a <see cref="TokenStream"/> as rows: <c>input_ids</c>, int64 [length], and <c>labels</c>, int64 [length], the token that
/// follows each.
/// </summary>
public sealed class TokenWindows : IRowSource
{
    private readonly TokenStream _tokens;
    private readonly int _length, _count, _stride;
    private readonly long[]? _places;

    private TokenWindows(TokenStream tokens, int length, int count, int stride, long[]? places) =>
        (_tokens, _length, _count, _stride, _places) = (tokens, length, count, stride, places);

    /// <inheritdoc/>
    public IReadOnlyList<RowColumn> Columns =>
    [
        new("input_ids", ElementType.Int64, [_length]) { Role = RowRole.Feature },
        new("labels", ElementType.Int64, [_length]) { Role = RowRole.Target },
    ];

    /// <inheritdoc/>
    public long? RowCount => _count;

    /// <inheritdoc/>
    public bool IsRandomAccess => true;

    /// <inheritdoc/>
    public IRowReader Open(ReadOnlySpan<int> columns) => new Reader(this, columns.ToArray());

    /// <inheritdoc/>
    public string Fingerprint() => RowFingerprint.OfRows(this);

    internal static TokenWindows Of(TokenStream tokens, int length, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        Require(tokens, length);
        var count = ((tokens.Length - length - 1) / stride) + 1;
        return new(tokens, length, (int)Math.Min(count, int.MaxValue), stride, null);
    }

    internal static TokenWindows AtRandom(TokenStream tokens, int length, int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Require(tokens, length);
        var (random, places) = (RowShuffler.For(seed, 0), new long[count]);
        for (var i = 0; i < count; i++) places[i] = (long)Math.BigMul(random.Next(), (ulong)(tokens.Length - length), out _);
        return new(tokens, length, count, 1, places);
    }

    private static void Require(TokenStream tokens, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (tokens.Length <= length)
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{tokens.Name} has {tokens.Length} tokens; a window of {length} tokens and the one after it need {length + 1L}. Use "
                    + $"shorter windows, or more text."));
    }

    private sealed class Reader(TokenWindows windows, int[] columns) : IRowReader
    {
        private readonly RowBytesReader _reader = windows._tokens.Open();

        public void Read(ReadOnlySpan<long> rows, RowBlock block)
        {
            for (var i = 0; i < rows.Length; i++) Copy(rows[i], block, i);
        }

        public int Read(long first, int count, RowBlock block)
        {
            var rows = RowRange.Of(first, count, windows._count);
            Read(rows, block);
            return rows.Length;
        }

        public void Dispose() => _reader.Dispose();

        private void Copy(long row, RowBlock block, int to)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, windows._count);
            var (length, start) = (windows._length, windows._places?[row] ?? row * windows._stride);
            for (var c = 0; c < columns.Length; c++)
                windows._tokens.Copy(_reader, start + columns[c], block.Values<long>(c).Slice(to * length, length));
        }
    }
}
