namespace OnnxTrain;

/// <summary>Collects a column of a table from blocks of rows.</summary>
internal abstract class TableColumn(RowColumn column)
{
    private protected RowColumn Column => column;

    /// <summary>Whether numbers become texts or the other way round is the user's choice; else what the column says.</summary>
    /// <param name="column">A column of one value a row.</param>
    /// <param name="types">The kinds that the user names.</param>
    /// <param name="place">Where a row is, for messages.</param>
    public static TableColumn Of(RowColumn column, IReadOnlyDictionary<string, ColumnKind> types, Func<long, string> place)
    {
        ColumnKind? given = types.TryGetValue(column.Name, out var named) ? named : column.Kind;
        var kind = given ?? KindOf(column.ElementType);
        if (kind != ColumnKind.Numeric && column is { ElementType: ElementType.Int64, Kind: ColumnKind.Time })
            return new TableTimes(column, kind);
        var areSeconds = kind == ColumnKind.Duration && column.ElementType != ElementType.String;
        return kind == ColumnKind.Numeric || areSeconds
            ? new TableNumbers(column, areSeconds, place)
            : new TableTexts(column, kind, isFound: given is null, place);
    }

    /// <summary>Adds values of the column in a block.</summary>
    /// <exception cref="DataException">A value does not fit the column.</exception>
    public abstract void Add(RowBlock block, int column, long first, int count);

    /// <summary>The column; it is not added to any more.</summary>
    public abstract CsvColumn Finish();

    private static ColumnKind KindOf(ElementType type) =>
        type == ElementType.String ? ColumnKind.Categorical : type == ElementType.Bool ? ColumnKind.Boolean : ColumnKind.Numeric;
}
