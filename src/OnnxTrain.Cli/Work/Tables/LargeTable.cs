namespace OnnxTrain.Cli;

/// <summary>Reads tables that are more than memory is to hold into a cache on disk, or finds them there.</summary>
/// <param name="memory">The limit, and the folder of the cache.</param>
/// <param name="exact">The columns of numbers whose spelling counts: those that may be classes.</param>
internal sealed class LargeTable(MemoryRequest memory, IReadOnlySet<string> exact)
{
    // Bytes of memory that reading and training need at most for a byte of a file, by what it is.
    private const long OfText = 4, OfPacked = 20;

    /// <summary>Whether the table in files would take more memory than the limit.</summary>
    public bool IsFor(IReadOnlyList<string> files) =>
        files.Count > 0 && files.All(file => RegularFile.Is(file) && File.Exists(file)) && files.Sum(Estimate) > memory.Bytes;

    /// <summary>A table of CSV files.</summary>
    public CsvTable Csv(
        IReadOnlyList<string> files, string name, CsvOptions options, IProgress<RowProgress>? progress,
        CancellationToken cancellationToken)
    {
        var lines = new PartLines();
        var isOne = files.Count == 1;
        return Told(
            TableStoring.Csv(
                () => isOne ? UnpackedStream.Open(files[0]) : new CsvParts(files, options, lines = new()), name,
                isOne ? null : line => lines.Place(line), OriginOf(files, ""), options, exact, StoreFor(files[0]), progress,
                cancellationToken),
            files);
    }

    /// <summary>A table of other rows.</summary>
    public CsvTable Rows(
        IReadOnlyList<string> files, IRowSource source, string reading, IReadOnlyDictionary<string, ColumnKind> kinds,
        IProgress<RowProgress>? progress, CancellationToken cancellationToken) => Told(
            TableStoring.Rows(source, OriginOf(files, reading), kinds, StoreFor(files[0]), progress, cancellationToken), files);

    /// <summary>A table that memory holds whatever the limit, with a note that says so if one was given.</summary>
    /// <param name="table">The table.</param>
    /// <param name="what">What is read into memory.</param>
    public CsvTable InMemory(CsvTable table, string what) => memory.Limit is null
        ? table
        : table.WithNote(
            $"the limit of {Numbers.Bytes(memory.Bytes)} does not hold here: {what} into memory; write the data as a CSV file, or leave "
                + "--memory out");

    private static TableOrigin OriginOf(IReadOnlyList<string> files, string reading) => new(
        RowFingerprint.Of([.. files.Select(Path.GetFullPath), reading]),
        RowFingerprint.Of(files.Select(file => RowFingerprint.OfStamp(file, reading))));

    private static long Estimate(string file)
    {
        var isPacked = Path.GetExtension(file).ToUpperInvariant() is ".GZ" or ".PARQUET";
        return LengthOf(file) * (isPacked ? OfPacked : OfText);
    }

    /// <summary>The length of a file, links followed.</summary>
    private static long LengthOf(string file)
    {
        using var opened = DataFile.Open(file);
        return opened.Length;
    }

    private TableStore StoreFor(string file) => new(memory.FolderFor(file), memory.Bytes);

    private CsvTable Told(CsvTable table, IReadOnlyList<string> files)
    {
        var (store, size) = (table.Store!, files.Sum(LengthOf));
        return table.WithNote(
            $"{Numbers.Bytes(size)} of data are more than {Numbers.Bytes(memory.Bytes)} of memory hold, and are read from {store.File} "
                + $"({Numbers.Bytes(store.Length)}), which is found again; delete it when it is not needed; --memory sets the limit");
    }
}
