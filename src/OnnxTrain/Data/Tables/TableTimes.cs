using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>Collects values of time.</summary>
internal sealed class TableTimes(RowColumn column, ColumnKind kind) : TableColumn(column)
{
    private readonly List<long> _ticks = [];

    public override void Add(RowBlock block, int column, long first, int count) => _ticks.AddRange(block.Values<long>(column)[..count]);

    public override CsvColumn Finish() => CsvColumn.OfTicks(Column.Name, kind, CollectionsMarshal.AsSpan(_ticks));
}
