namespace OnnxTrain;

/// <summary>Some columns of a source, or its columns with other roles.</summary>
internal sealed class ColumnView : IRowSource
{
    private readonly IRowSource _source;
    private readonly int[] _places;

    public ColumnView(IRowSource source, int[] places, RowColumn[] columns)
    {
        (_source, _places) = (source, places);
        (Columns, Sizes) = source.Sizes?.WithColumns(places).Settle(columns) ?? (columns, null);
    }

    public IReadOnlyList<RowColumn> Columns { get; }

    public RowSizes? Sizes { get; }

    public long? RowCount => _source.RowCount;

    public bool IsRandomAccess => _source.IsRandomAccess;

    public IRowReader Open(ReadOnlySpan<int> wanted) => _source.Open([.. wanted.ToArray().Select(column => _places[column])]);

    public string Fingerprint() =>
        RowFingerprint.Of(
            [
                _source.Fingerprint(),
                .. Columns.Select(c => Invariant($"{c.Name}: {c.ElementType.Text()}{c.RowText} {c.Role} {c.Classes}")),
            ]);
}
