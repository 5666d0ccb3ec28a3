namespace OnnxTrain;

/// <summary>Tables on disk: found there, or written.</summary>
internal static class TableStoring
{
    /// <summary>A table of CSV text.</summary>
    /// <param name="open">Opens the text.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="placeOfLine">Where a line of it is, for messages, once it was read; null for one file.</param>
    /// <param name="stamp">What changes when the text does.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="exact">The columns of numbers whose spelling counts: those that may be classes.</param>
    /// <param name="store">Where the table goes.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DataException">The text cannot be read, or the file cannot be written; nothing is left of it.</exception>
    public static CsvTable Csv(
        Func<Stream> open, string name, Func<int, string>? placeOfLine, string stamp, CsvOptions options, IReadOnlySet<string> exact,
        TableStore store, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        var cache = CacheOf(name, RowFingerprint.Of([stamp, options.Text, .. exact.Order(StringComparer.Ordinal)]), store);
        return StoredTable.TryOpen(name, cache, store, options.MissingValues)
            ?? new CsvStoring(open, name, placeOfLine, options, exact, progress, cancellationToken).Write(cache, store);
    }

    /// <summary>A table of the rows of a source, as <see cref="RowTables.ToTable"/> reads it into memory.</summary>
    public static CsvTable Rows(
        IRowSource source, string stamp, IReadOnlyDictionary<string, ColumnKind> kinds, TableStore store, IProgress<RowProgress>? progress,
        CancellationToken cancellationToken)
    {
        var name = RowTables.NameOf(source);
        var cache = CacheOf(
            name,
            RowFingerprint.Of(
                [stamp, .. kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Key}: {kind.Value}")]),
            store);
        return StoredTable.TryOpen(name, cache, store, MissingMarkers.Default)
            ?? Write(source, kinds, cache, store, progress, cancellationToken);
    }

    private static CacheFile CacheOf(string name, string fingerprint, TableStore store)
    {
        var plain = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        fingerprint = RowFingerprint.Of(["table 1", fingerprint]);
        return new(name, Path.Combine(store.Folder, $"{plain}.{fingerprint}.arrow"), fingerprint, store.OfFiles);
    }

    private static CsvTable Write(
        IRowSource source, IReadOnlyDictionary<string, ColumnKind> kinds, CacheFile cache, TableStore store,
        IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        int[] places = [.. Enumerable.Range(0, source.Columns.Count)];
        var (block, reporter) = (new RowBlock(source.Columns, 4096), new RowProgressReporter(progress, source.RowCount, cancellationToken));
        using var reader = source.Open(places);
        TableInfo? info = null;
        var count = reader.Read(0, block.Capacity, block);
        if (count == 0) throw new DataException($"{RowTables.NameOf(source)} has no rows.");
        var part = Part(0, count);
        info = new()
        {
            IsText = false,
            Columns =
            [
                .. part.Columns.Select(
                    column => new ColumnInfo(column.Name, column.Kind) { IsSingle = column.IsSingle, IsGiven = true }),
            ],
        };
        var file = cache.Write(
            info.ToArrow(),
            writer =>
            {
                var table = new StoredTableWriter(writer, info);
                for (var rows = 0L; count > 0;)
                {
                    int[] lines = [.. Enumerable.Range(0, count).Select(part.LineOf)];
                    table.Add([.. part.Columns], lines);
                    rows += count;
                    reporter.Report(rows);
                    count = count < block.Capacity ? 0 : reader.Read(rows, block.Capacity, block);
                    if (count > 0) part = Part(rows, count);
                }

                reporter.Finish(table.Rows);
                return table.Finish();
            },
            info.ToJson);
        return StoredTable.Of(RowTables.NameOf(source), file, info, store with { File = cache.Path }, MissingMarkers.Default);

        CsvTable Part(long first, int rows)
        {
            var builder = new TableBuilder(source, places, kinds);
            builder.Add(block, first, rows);
            return builder.Finish(first);
        }
    }
}
