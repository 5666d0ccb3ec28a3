namespace OnnxTrain;

/// <summary>
/// One pass over the rows of any source, as tables of some rows each: what features read. A few columns of all rows are kept on the way,
/// such as the target.
/// </summary>
internal sealed class TableBlocks
{
    private readonly IRowSource _source;
    private readonly int[] _columns;
    private readonly int[] _featurePlaces;
    private readonly Dictionary<string, ColumnKind> _kinds;
    private readonly TableBuilder _kept;

    /// <param name="source">The rows.</param>
    /// <param name="features">Whose columns are in the blocks, of the kinds that they take.</param>
    /// <param name="kept">The columns that are kept.</param>
    /// <exception cref="DataException">There is no such column.</exception>
    public TableBlocks(IRowSource source, IReadOnlyList<Feature> features, IReadOnlyList<string> kept)
    {
        _source = source;
        _kinds = features.ToDictionary(feature => feature.Name, feature => feature.ColumnKind);
        _featurePlaces = [.. features.Select(feature => RowTables.Place(source, feature.Name))];
        int[] keptPlaces = [.. kept.Select(name => RowTables.Place(source, name))];
        _columns = [.. _featurePlaces.Concat(keptPlaces).Distinct()];
        _kept = new(source, keptPlaces, types: null, _columns);
    }

    /// <summary>The first rows of a source, all columns.</summary>
    public static CsvTable First(IRowSource source, int rows = 1024)
    {
        int[] places = [.. Enumerable.Range(0, source.Columns.Count)];
        var (builder, block) = (new TableBuilder(source, places, types: null), new RowBlock(source.Columns, rows));
        using var reader = source.Open(places);
        builder.Add(block, 0, reader.Read(0, rows, block));
        return builder.Finish();
    }

    /// <summary>Reads all rows.</summary>
    /// <param name="look">Told of each block.</param>
    /// <param name="images">How paths of images become images, where a column holds some.</param>
    /// <param name="rowsAtOnce">The most rows in a block.</param>
    /// <param name="progress">Told several times a second.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public void Read(
        Action<TableBlock> look, ImagePaths? images, int rowsAtOnce, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        var reporter = new RowProgressReporter(progress, _source.RowCount, cancellationToken);
        var block = new RowBlock([.. _columns.Select(column => _source.Columns[column])], rowsAtOnce);
        using var reader = _source.Open(_columns);
        for (var (first, count) = (0L, rowsAtOnce); count == rowsAtOnce; first += count)
        {
            count = reader.Read(first, rowsAtOnce, block);
            if (count > 0)
            {
                var rows = new TableBuilder(_source, _featurePlaces, _kinds, _columns);
                rows.Add(block, first, count);
                look(new(rows.Finish(first), 0, count, images));
                _kept.Add(block, first, count);
            }

            reporter.Report(first + count);
        }

        reporter.Finish(_kept.RowCount);
    }

    /// <summary>The columns that were kept, of all rows.</summary>
    /// <exception cref="DataException">There were no rows.</exception>
    public CsvTable Kept() => _kept.Finish();
}
