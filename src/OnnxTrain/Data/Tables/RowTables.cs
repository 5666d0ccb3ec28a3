namespace OnnxTrain;

/// <summary>Tables of rows from any source, for models whose features are columns.</summary>
public static class RowTables
{
    /// <summary>
    /// Reads all rows into a table in memory, as <see cref="CsvTable.Parse"/> reads a text: numbers as float64, NaN
    /// where one is missing; texts and truth values as texts, "" where one is missing.
    /// </summary>
    /// <param name="source">The rows, each column of one value a row; <see cref="RowViews.WithColumns"/> leaves others out.</param>
    /// <param name="types">The kinds of columns, by name, that are not to follow from the columns' types, such as
    /// <see cref="DataModel.ColumnKinds"/>. A name that the source lacks is passed over.</param>
    /// <param name="progress">Told several times a second.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataException">There are no rows, or a value does not fit its column: a number that is infinite or too large for a
    /// 64-bit number, a text where there should be a number or a truth value.</exception>
    /// <exception cref="ArgumentException">A column has several values a row.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static CsvTable ToTable(
        this IRowSource source, IReadOnlyDictionary<string, ColumnKind>? types = null, IProgress<RowProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source is CsvTable table && types is null) return table;
        return ReadTable(source, [.. Enumerable.Range(0, source.Columns.Count)], types, new(progress, source.RowCount, cancellationToken));
    }

    /// <summary>The name of a source, for messages.</summary>
    internal static string NameOf(IRowSource source) => source switch
    {
        INamedRows named => named.Name,
        CsvTable table => table.Name,
        _ => "rows",
    };

    /// <summary>The place of a column.</summary>
    /// <exception cref="DataException">There is none.</exception>
    internal static int Place(IRowSource source, string name)
    {
        string[] names = [.. source.Columns.Select(column => column.Name)];
        var place = Array.IndexOf(names, name);
        if (place >= 0) return place;
        if (names.Length == 0) throw new DataException($"{NameOf(source)} has no columns, and so no '{name}'.");
        var similar = NameList.Closest(names, name) is { } closest ? $" Did you mean '{closest}'?" : "";
        throw new DataException($"{NameOf(source)} has no column '{name}'.{similar} Its columns: {NameList.Quoted(names)}.");
    }

    private static CsvTable ReadTable(
        IRowSource source, int[] columns, IReadOnlyDictionary<string, ColumnKind>? types, RowProgressReporter progress)
    {
        var builder = new TableBuilder(source, columns, types);
        RowScan.Run(source, columns, (block, first, count) =>
        {
            builder.Add(block, first, count);
            progress.Report(first + count);
        });
        progress.Finish(builder.RowCount);
        return builder.Finish();
    }
}
