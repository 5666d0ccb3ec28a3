namespace OnnxTrain;

/// <summary>The columns of a source that a model is trained on: the features of its inputs, the target and the weight.</summary>
internal sealed class RowRoles
{
    private readonly IRowSource _source;
    private readonly RowSizes? _sizes;
    private readonly RowColumn[]?[] _columnsOf;

    public RowRoles(IRowSource source)
    {
        (_source, _sizes) = (source, source.Sizes);
        if (_sizes is not null && (_sizes.ColumnCount != source.Columns.Count || _sizes.RowCount != source.RowCount))
            throw new ArgumentException(
                $"The source has {source.Columns.Count} columns and {source.RowCount} rows, but sizes for "
                    + $"{_sizes.ColumnCount} columns and {_sizes.RowCount} rows.");
        _columnsOf = new RowColumn[]?[BucketCount];
        var places = Enumerable.Range(0, source.Columns.Count).ToLookup(i => source.Columns[i].Role);
        var (targets, weights) = (places[RowRole.Target].ToArray(), places[RowRole.Weight].ToArray());
        if (targets.Length > 1) throw Several("targets", targets);
        if (weights.Length > 1) throw Several("weights", weights);
        Places = [.. places[RowRole.Feature], .. targets, .. weights];
        Columns = [.. Places.Select(place => source.Columns[place])];
        Features = [.. Columns.Where(c => c.Role == RowRole.Feature)];
        (Answer, Weight) = (targets.Length > 0 ? Features.Length : -1, weights.Length > 0 ? Columns.Length - 1 : -1);
    }

    /// <summary>The indices of the columns in the source: the features, the target, the weight.</summary>
    public int[] Places { get; }

    /// <summary>The same columns.</summary>
    public RowColumn[] Columns { get; }

    /// <summary>The column of each input of the model.</summary>
    public RowColumn[] Features { get; }

    /// <summary>The index of the target in <see cref="Columns"/>, or −1.</summary>
    public int Answer { get; }

    /// <summary>The index of the row weight in <see cref="Columns"/>, or −1.</summary>
    public int Weight { get; }

    /// <summary>The number of sizes of the rows.</summary>
    public int BucketCount => _sizes?.Count ?? 1;

    public bool IsWeighted => Weight >= 0;

    /// <summary>The classes of the rows; null if they have none.</summary>
    public RowColumn? Label => Answer >= 0 && Columns[Answer].Classes > 0 ? Columns[Answer] : null;

    /// <summary>The targets of the rows; null if they have classes.</summary>
    public RowColumn? Target => Answer >= 0 && Columns[Answer].Classes == 0 ? Columns[Answer] : null;

    /// <summary>The number of rows, which must allow random access.</summary>
    /// <exception cref="NotSupportedException">The number is unknown or too large, or the rows can only be read forward.</exception>
    public int RowCount => RequireCount(_source);

    public static int RequireCount(IRowSource source) => source switch
    {
        { IsRandomAccess: true, RowCount: <= int.MaxValue and var count } => (int)count,
        { IsRandomAccess: true, RowCount: { } count } => throw new NotSupportedException(
            $"There are {count} rows; at most {int.MaxValue} can be used."),
        _ => throw ForwardOnly.Refusal(),
    };

    /// <summary>The columns with the shapes of the rows in a bucket, without named axes.</summary>
    public RowColumn[] ColumnsOf(int bucket) =>
        _sizes is null ? Columns : _columnsOf[bucket] ??= [.. Places.Select(place => _sizes.ColumnOf(_source, place, bucket))];

    public IRowReader Open() => _source.Open(Places);

    private ArgumentException Several(string what, int[] places) => new(
        $"The rows have several {what}: {NameList.Quoted(places.Select(place => _source.Columns[place].Name))}. Expected at most one.");
}
