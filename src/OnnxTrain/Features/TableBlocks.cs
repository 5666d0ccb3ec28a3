namespace OnnxTrain;

/// <summary>
/// One pass over the rows of any source, as tables of some rows each: what features read. A few columns of all rows are kept on the way,
/// such as the target. The blocks of a table are parts of it, and nothing is copied.
/// </summary>
internal sealed class TableBlocks
{
    private readonly IRowSource _source;
    private readonly IReadOnlyList<Feature> _features;
    private readonly int[] _columns;
    private readonly int[] _featurePlaces;
    private readonly Dictionary<string, ColumnKind> _kinds;
    private readonly TableBuilder? _kept;

    /// <param name="source">The rows.</param>
    /// <param name="features">Whose columns are in the blocks, of the kinds that they take.</param>
    /// <param name="kept">The columns that are kept.</param>
    /// <exception cref="DataException">There is no such column.</exception>
    public TableBlocks(IRowSource source, IReadOnlyList<Feature> features, IReadOnlyList<string> kept)
    {
        (_source, _features) = (source, features);
        _kinds = features.DistinctBy(feature => feature.Name).ToDictionary(feature => feature.Name, feature => feature.ColumnKind);
        _featurePlaces = [.. _kinds.Keys.Select(name => RowTables.Place(source, name))];
        int[] keptPlaces = [.. kept.Distinct().Select(name => RowTables.Place(source, name))];
        _columns = [.. _featurePlaces.Concat(keptPlaces).Distinct()];
        if (source is not CsvTable) _kept = new(source, keptPlaces, types: null, _columns);
    }

    /// <summary>The first rows of a source, all columns; a table as it is.</summary>
    public static CsvTable First(IRowSource source, int rows = 1024)
    {
        if (source is CsvTable table) return table;
        int[] places = [.. Enumerable.Range(0, source.Columns.Count)];
        var (builder, block) = (new TableBuilder(source, places, types: null), new RowBlock(source.Columns, rows));
        using var reader = source.Open(places);
        builder.Add(block, 0, reader.Read(0, rows, block));
        return builder.Finish();
    }

    /// <summary>Reads all rows.</summary>
    /// <param name="look">Told of each block.</param>
    /// <param name="images">How paths of images become images, where a column holds some.</param>
    /// <param name="progress">Told several times a second.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public void Read(
        Action<TableBlock> look, ImagePaths? images, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        var reporter = new RowProgressReporter(progress, _source.RowCount, cancellationToken);
        var rows = 0L;
        foreach (var block in _source is CsvTable table ? TableBlock.Of(table, images, _features) : Blocks(images))
        {
            look(block);
            rows += block.Count;
            reporter.Report(rows);
        }

        reporter.Finish(rows);
    }

    /// <summary>The columns that were kept, of all rows.</summary>
    /// <exception cref="DataException">There were no rows.</exception>
    public CsvTable Kept() => _source as CsvTable ?? _kept!.Finish();

    private IEnumerable<TableBlock> Blocks(ImagePaths? images)
    {
        var rowsAtOnce = TableBlock.RowsFor(_features);
        var block = new RowBlock([.. _columns.Select(column => _source.Columns[column])], rowsAtOnce);
        using var reader = _source.Open(_columns);
        for (var (first, count) = (0L, rowsAtOnce); count == rowsAtOnce; first += count)
        {
            count = reader.Read(first, rowsAtOnce, block);
            if (count == 0) yield break;
            var rows = new TableBuilder(_source, _featurePlaces, _kinds, _columns);
            rows.Add(block, first, count);
            _kept!.Add(block, first, count);
            yield return new(rows.Finish(first), 0, count, images);
        }
    }
}
