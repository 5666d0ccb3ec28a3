namespace OnnxTrain.Cli;

/// <summary>The rows of several files of one format, one after the other.</summary>
internal sealed class PartRows : IRowSource, INamedRows
{
    private readonly IReadOnlyList<IRowSource> _parts;

    /// <param name="name">What all are called in messages.</param>
    /// <param name="files">The names of the files.</param>
    /// <param name="parts">Their rows, of which the number is known.</param>
    /// <exception cref="DataException">A file has other columns than the first.</exception>
    public PartRows(string name, IReadOnlyList<string> files, IReadOnlyList<IRowSource> parts)
    {
        (Name, _parts) = (name, parts);
        RowColumn[] columns = [.. parts[0].Columns];
        for (var i = 1; i < parts.Count; i++)
        {
            if (!parts[i].Columns.Select(c => c.Name).ToHashSet().SetEquals(columns.Select(c => c.Name)))
                throw new DataException(
                    $"{files[i]} has other columns than {files[0]}: {Names(parts[i].Columns)}; not {Names(columns)}. Files that are read "
                        + "as one table have the same columns.");
            for (var c = 0; c < columns.Length; c++)
            {
                columns[c] = Common(columns[c], parts[i].Columns[PlaceIn(parts[i], columns[c].Name)])
                    ?? throw new DataException(
                        $"{files[i]}, column '{columns[c].Name}': its values are of another kind than those of {files[0]}. Files that are "
                            + "read as one table have the same kinds of columns; --categorical and --numeric set that of a column.");
            }
        }

        Columns = columns;
    }

    public string Name { get; }

    public IReadOnlyList<RowColumn> Columns { get; }

    public long? RowCount => _parts.Sum(part => part.RowCount!.Value);

    public bool IsRandomAccess => false;

    public IRowReader Open(ReadOnlySpan<int> columns) => new PartReader(_parts, [.. columns.ToArray().Select(column => Columns[column])]);

    public string Fingerprint() => RowFingerprint.Of(_parts.Select(part => part.Fingerprint()));

    /// <summary>The place of a column in a part.</summary>
    public static int PlaceIn(IRowSource part, string column) =>
        Enumerable.Range(0, part.Columns.Count).First(place => part.Columns[place].Name == column);

    /// <summary>A column that holds the values of both; null where there is none.</summary>
    private static RowColumn? Common(RowColumn one, RowColumn other)
    {
        if (one.ElementType == other.ElementType && one.Kind == other.Kind) return one;

        // Whole numbers are float64 in a file where one is missing.
        return one.Kind == ColumnKind.Numeric && other.Kind == ColumnKind.Numeric ? one with { ElementType = ElementType.Float64 } : null;
    }

    private static string Names(IEnumerable<RowColumn> columns) => NameList.Quoted(columns.Select(column => column.Name));
}
