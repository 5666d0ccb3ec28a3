namespace OnnxTrain;

/// <summary>Reads tables part by part, in memory that does not grow with their rows.</summary>
internal static class TableParts
{
    private const int RowsAtOnce = 4096;

    /// <summary>The rows of a CSV file.</summary>
    /// <param name="stream">The content of the file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="placeOfLine">Where a line of it is, for messages; null for one file.</param>
    /// <param name="each">Told of each part.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DataException">The file cannot be read, or has no rows.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static void Csv(
        Stream stream, string name, CsvOptions options, Func<int, string>? placeOfLine, Action<CsvTable> each,
        IProgress<RowProgress>? progress, CancellationToken cancellationToken) =>
        new CsvTableReader(stream, name, options, placeOfLine, progress, cancellationToken).ReadParts(each);

    /// <summary>The rows of a source, as <see cref="RowTables.ToTable"/> reads them.</summary>
    /// <param name="source">The rows; no column holds times, whose form only all of them tell.</param>
    /// <param name="kinds">The kinds of columns that are not to follow from the columns' types.</param>
    /// <param name="reporter">Told of the rows.</param>
    /// <returns>The parts, in order.</returns>
    /// <exception cref="DataException">There are no rows, or a value does not fit its column.</exception>
    public static IEnumerable<CsvTable> Of(
        IRowSource source, IReadOnlyDictionary<string, ColumnKind> kinds, RowProgressReporter reporter)
    {
        int[] places = [.. Enumerable.Range(0, source.Columns.Count)];
        var (block, rows) = (new RowBlock(source.Columns, RowsAtOnce), 0L);
        using var reader = source.Open(places);
        for (var count = RowsAtOnce; count == RowsAtOnce;)
        {
            count = reader.Read(rows, RowsAtOnce, block);
            if (rows + count == 0) throw new DataException($"{RowTables.NameOf(source)} has no rows.");
            if (count == 0) break;
            var builder = new TableBuilder(source, places, kinds);
            builder.Add(block, rows, count);
            yield return builder.Finish(rows);
            rows += count;
            reporter.Report(rows);
        }

        reporter.Finish(rows);
    }
}
