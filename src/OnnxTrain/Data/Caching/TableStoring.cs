namespace OnnxTrain;

/// <summary>Tables on disk: found there, or written.</summary>
internal static class TableStoring
{
    /// <summary>A table of CSV text.</summary>
    /// <param name="open">Opens the text.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="placeOfLine">Where a line of it is, for messages, once it was read; null for one file.</param>
    /// <param name="origin">Where the text is from.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="exact">The columns of numbers whose spelling counts: those that may be classes.</param>
    /// <param name="store">Where the table goes.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DataException">The text cannot be read, or the file cannot be written; nothing is left of it.</exception>
    public static CsvTable Csv(
        Func<Stream> open, string name, Func<int, string>? placeOfLine, TableOrigin origin, CsvOptions options,
        IReadOnlySet<string> exact, TableStore store, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        var cache = CacheOf(name, origin, [options.Text, .. exact.Order(StringComparer.Ordinal)], store);
        return StoredTable.TryOpen(name, cache, store, options.MissingValues, new(progress, null, cancellationToken))
            ?? new CsvStoring(open, name, placeOfLine, options, exact, progress, cancellationToken).Write(cache, store);
    }

    /// <summary>A table of the rows of a source, as <see cref="RowTables.ToTable"/> reads it into memory.</summary>
    public static CsvTable Rows(
        IRowSource source, TableOrigin origin, IReadOnlyDictionary<string, ColumnKind> kinds, TableStore store,
        IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        var name = RowTables.NameOf(source);
        var cache = CacheOf(
            name, origin,
            kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Key}: {kind.Value}"), store);
        return StoredTable.TryOpen(name, cache, store, MissingMarkers.Default, new(progress, source.RowCount, cancellationToken))
            ?? Write(source, kinds, cache, store, progress, cancellationToken);
    }

    /// <summary>The file for what is read in one way from one place: when that changes, it is written over.</summary>
    private static CacheFile CacheOf(string name, TableOrigin origin, IEnumerable<string> reading, TableStore store)
    {
        var plain = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        var place = RowFingerprint.Of(["table 1", origin.Place, .. reading]);
        return new(
            name, Path.Combine(store.Folder, $"{plain}.{place}.arrow"), RowFingerprint.Of([place, origin.Stamp]), store.OfFiles);
    }

    private static CsvTable Write(
        IRowSource source, IReadOnlyDictionary<string, ColumnKind> kinds, CacheFile cache, TableStore store,
        IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        using var parts = TableParts.Of(source, kinds, new(progress, source.RowCount, cancellationToken)).GetEnumerator();
        var hasMore = parts.MoveNext();
        var info = new TableInfo
        {
            IsText = false,
            Columns =
            [
                .. parts.Current.Columns.Select(
                    column => new ColumnInfo(column.Name, column.Kind) { IsSingle = column.IsSingle, IsGiven = true }),
            ],
        };
        var file = cache.Write(
            info.ToArrow(),
            writer =>
            {
                var table = new StoredTableWriter(writer, info);
                for (; hasMore; hasMore = parts.MoveNext())
                {
                    var part = parts.Current;
                    table.Add([.. part.Columns], [.. Enumerable.Range(0, part.RowCount).Select(part.LineOf)]);
                }

                return table.Finish();
            },
            info.ToJson);
        return StoredTable.Of(RowTables.NameOf(source), file, info, store with { File = cache.Path }, MissingMarkers.Default);
    }
}
