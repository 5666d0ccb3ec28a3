namespace OnnxTrain;

/// <summary>
/// Reads a CSV file into a table on disk, block by block, as <see cref="CsvTableReader"/> reads it into memory. The kinds of columns follow
/// from all cells; they are guessed from the first block, and where a later block tells otherwise the file is read again.
/// </summary>
internal sealed class CsvStoring(
    Func<Stream> open, string name, Func<int, string>? placeOfLine, CsvOptions options, IReadOnlySet<string> exact,
    IProgress<RowProgress>? progress, CancellationToken cancellationToken)
{
    /// <exception cref="DataException">The file cannot be read, or the cache not written.</exception>
    public CsvTable Write(CacheFile cache, TableStore store)
    {
        var kinds = Guess();
        for (var isGuess = true; ; isGuess = false)
        {
            try
            {
                TableInfo? info = null;
                using var stream = open();
                var reader = NewReader(stream);
                var head = reader.ReadHead();
                ColumnInfo[] columns =
                [
                    .. head.Layout.Names.Select((column, c) => new ColumnInfo(column, kinds[c])
                    {
                        IsExact = kinds[c] == ColumnKind.Numeric && exact.Contains(column), IsGiven = options.KindOf(column) is not null,
                    }),
                ];
                info = new() { Columns = columns, IsText = true, Delimiter = head.Dialect.Delimiter };
                var file = cache.Write(
                    info.ToArrow(),
                    writer =>
                    {
                        var table = new StoredTableWriter(writer, info);
                        info = info with { Notes = Copy(reader, head, kinds, isGuess, table) };
                        return table.Finish();
                    },
                    () => info.ToJson());
                return StoredTable.Of(name, file, info, store with { File = cache.Path }, options.MissingValues, placeOfLine);
            }
            catch (KindsException e)
            {
                kinds = e.Kinds;
            }
        }
    }

    private CsvTableReader NewReader(Stream stream) => new(stream, name, options, placeOfLine, progress, cancellationToken);

    private ColumnKind[] Guess()
    {
        using var stream = open();
        var head = NewReader(stream).ReadHead();
        var block = head.FirstBlock();
        var tallies = NewTallies(head);
        Add(block, tallies);
        return KindsOf(head, tallies, []);
    }

    private static ColumnTally[] NewTallies(CsvHead head) => [.. head.Layout.Names.Select(_ => new ColumnTally())];

    private static void Add(CsvBlock block, ColumnTally[] tallies)
    {
        for (var c = 0; c < tallies.Length; c++) tallies[c].Add(block.Columns[c]);
    }

    private ColumnKind[] KindsOf(CsvHead head, ColumnTally[] tallies, List<int> withLeadingZeros)
    {
        var kinds = new ColumnKind[tallies.Length];
        for (var c = 0; c < kinds.Length; c++)
        {
            if (options.KindOf(head.Layout.Names[c]) is { } given)
            {
                kinds[c] = given;
                continue;
            }

            kinds[c] = tallies[c].Kind(out var hasLeadingZeros);
            if (hasLeadingZeros) withLeadingZeros.Add(c);
        }

        return kinds;
    }

    /// <summary>Copies all rows, and returns the notes.</summary>
    private string[] Copy(CsvTableReader reader, CsvHead head, ColumnKind[] kinds, bool isGuess, StoredTableWriter table)
    {
        var (tallies, line, failure) = (NewTallies(head), head.Line, (DataException?)null);
        reader.ReadBlocks(head, block =>
        {
            var lines = reader.LinesOf(block, ref line);
            Add(block, tallies);
            if (failure is not null || lines.Length == 0) return;
            try
            {
                var merger = new ColumnMerger(reader.Place, lines, options, head.Layout.Cells);
                table.Add([.. block.Columns.Select((column, c) => merger.ToColumn(head.Layout.Names[c], kinds[c], [column]))], lines);
            }
            catch (DataException e) when (isGuess)
            {
                // A wrong cell, or a wrong guess: the rest of the file tells.
                failure = e;
            }
        });
        var zeros = new List<int>();
        var found = KindsOf(head, tallies, zeros);
        if (isGuess && !found.SequenceEqual(kinds)) throw new KindsException(found);
        if (failure is not null) throw failure;
        if (table.Rows == 0) throw reader.NoRows();
        return
        [
            .. head.Dialect.Note is { } note ? [note] : Array.Empty<string>(),
            .. zeros.Select(c => ColumnMerger.LeadingZeros(
                head.Layout.Names[c], table.TextsOf(c)!.Skip(1).Min(StringComparer.Ordinal)!)),
        ];
    }
}
