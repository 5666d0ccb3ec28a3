namespace OnnxTrain;

/// <summary>Writes the rows of a source to a cache file, or finds them there.</summary>
internal static class RowCaching
{
    /// <exception cref="ArgumentException">The rows have several sizes.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled; nothing is left of it.</exception>
    public static CachedRows Open(
        IRowSource source, string folder, long memory, IProgress<RowProgress>? progress, CancellationToken cancellationToken,
        Func<Stream, Stream>? through = null)
    {
        if (source.Sizes is { } sizes)
            throw new ArgumentException($"The rows have {sizes.Count} sizes, and a cache holds rows of one size; use source.BySize().");
        RowColumn[] kinds = [.. source.Columns];
        if (kinds.FirstOrDefault(kind => kind.ElementType.IsPacked()) is { } packed)
            throw new ArgumentException($"The column '{packed.Name}' is {packed.ElementType.Text()}, which a cache cannot hold.");
        var columns = Array.ConvertAll(kinds, kind => new ArrowColumn(kind));
        var (name, fingerprint) = (RowTables.NameOf(source), FingerprintOf(source));
        var path = Path.Combine(folder, $"{fingerprint}.arrow");
        var cache = new CacheFile(name, path, fingerprint, memory) { Through = through ?? (stream => stream) };
        var reporter = new RowProgressReporter(progress, source.RowCount, cancellationToken);
        if (cache.TryOpen(_ => columns, reporter) is { } known) return new(name, path, known, kinds, wasReused: true);
        var file = cache.Write(columns, writer =>
        {
            var block = new RowBlock(kinds, RowScan.RowsAtOnce(kinds));
            using var reader = source.Open([.. Enumerable.Range(0, kinds.Length)]);
            for (var count = block.Capacity; count == block.Capacity;)
            {
                count = reader.Read(writer.Rows, block.Capacity, block);
                if (count > 0) writer.Write(block, count);
                reporter.Report(writer.Rows);
            }

            reporter.Finish(writer.Rows);
            return [];
        });
        return new(name, path, file, kinds, wasReused: false);
    }

    /// <summary>What a cache is a copy of: the rows of a file by its size, time, start and end, other rows by all that they hold.</summary>
    private static string FingerprintOf(IRowSource source) => RowFingerprint.Of(
        [
            "cache 1", source is IFileRows file ? file.Stamp() : source.Fingerprint(),
            .. source.Columns.Select(c => Invariant($"{c.Name}: {c.ElementType.Text()}{c.RowText} {c.Role} {c.Classes} {c.Kind}")),
        ]);
}
