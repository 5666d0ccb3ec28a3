namespace OnnxTrain;

/// <summary>Some columns of a source, or its columns with other roles.</summary>
internal sealed class ColumnView(IRowSource source, int[] places, RowColumn[] columns) : IRowSource
{
    public IReadOnlyList<RowColumn> Columns => columns;

    public long? RowCount => source.RowCount;

    public bool IsRandomAccess => source.IsRandomAccess;

    public IRowReader Open(ReadOnlySpan<int> wanted) => source.Open([.. wanted.ToArray().Select(column => places[column])]);

    public string Fingerprint() =>
        RowFingerprint.Of(
            [
                source.Fingerprint(),
                .. columns.Select(c => Invariant($"{c.Name}: {c.ElementType.Text()}{c.RowText} {c.Role} {c.Classes}")),
            ]);
}
