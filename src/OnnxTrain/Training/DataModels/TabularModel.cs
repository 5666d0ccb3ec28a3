namespace OnnxTrain;

/// <summary>
/// Models that predict one column of a table from all others with a multilayer perceptron. Preprocessing is learned from the training rows.
/// This is a shortcut to a <see cref="DataModel"/> where all columns are numbers, categories or booleans.
/// </summary>
public static class TabularModel
{
    /// <summary>Creates a classifier for a column.</summary>
    /// <param name="train">The training rows, each column of one value a row; preprocessing is fitted to them. The kinds of the columns
    /// follow from the first rows.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="hidden">The number of units of each hidden layer; 64 and 32 by default.</param>
    /// <param name="options">Other options of the network; <paramref name="hidden"/> overrides theirs.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DataException">The target is missing from the columns or from a row, or has only one value.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static DataModel Classifier(
        IRowSource train, string target, IReadOnlyList<int>? hidden = null, TabularOptions? options = null,
        IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (options?.LogTarget == true)
            throw new ArgumentException(
                $"{nameof(TabularOptions.LogTarget)} is for regression, and '{target}' is the target of a classifier.", nameof(options));
        return Create(train, new ClassTarget(target), hidden, options ?? new(), progress, cancellationToken);
    }

    /// <summary>Creates a regression model for a numeric column.</summary>
    /// <param name="train">The training rows, each column of one value a row; preprocessing is fitted to them. The kinds of the columns
    /// follow from the first rows.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="hidden">The number of units of each hidden layer; 64 and 32 by default.</param>
    /// <param name="options">Other options of the network; <paramref name="hidden"/> overrides theirs.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DataException">The target is missing from the columns or from a row, constant, or not numeric.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static DataModel Regressor(
        IRowSource train, string target, IReadOnlyList<int>? hidden = null, TabularOptions? options = null,
        IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        var number = new NumberTarget(target) { IsLogarithmic = options?.LogTarget == true };
        return Create(train, number, hidden, options ?? new(), progress, cancellationToken);
    }

    /// <summary>Loads a model from a file that <c>ExportOnnx</c> wrote, as <see cref="DataModel.Load"/> does.</summary>
    /// <param name="path">An ONNX file of a model of a table.</param>
    /// <exception cref="DataException">The file is not such a model.</exception>
    public static DataModel Load(string path) => DataModel.Load(path);

    private static DataModel Create(
        IRowSource train, Target target, IReadOnlyList<int>? hidden, TabularOptions options, IProgress<RowProgress>? progress,
        CancellationToken cancellationToken)
    {
        var first = TableBlocks.First(train);
        _ = first[target.Name];
        return DataModel.Create(
            train, Features(first, target, options), [target], options with { Hidden = hidden ?? options.Hidden }, body: null, progress,
            cancellationToken);
    }

    /// <summary>Each column except the target and the weight as a feature.</summary>
    private static Feature[] Features(CsvTable train, Target target, TabularOptions options)
    {
        foreach (var name in options.Ignore)
            _ = train[name];
        if (options.Weight is { } weight) _ = train[weight];
        CsvColumn[] used =
            [.. train.Columns.Where(c => c.Name != target.Name && c.Name != options.Weight && !options.Ignore.Contains(c.Name))];
        TabularChoices.Check(options, train, used);
        return used.Length > 0
            ? [.. used.Select(column => FeatureOf(column, options))]
            : throw new DataException($"There is no column other than the target '{target.Name}' to predict it from.");
    }

    /// <summary>The feature of a column, as the options say.</summary>
    /// <exception cref="DataException">Dates can be read in several ways, and the options do not say in which.</exception>
    internal static Feature FeatureOf(CsvColumn column, TabularOptions options) => column.Kind switch
    {
        _ when options.Texts.Contains(column.Name) => new TextFeature(column.Name),
        ColumnKind.Time => new TimeFeature(column.Name) { Format = options.TimeFormatOf(column), Reference = options.TimeReference },
        ColumnKind.Numeric when options.TimeFormatOf(column) is { } unix =>
            new TimeFeature(column.Name) { Format = unix, Reference = options.TimeReference },
        ColumnKind.Duration => new DurationFeature(column.Name) { Scaling = options.ScalingOf(column.Name) },
        ColumnKind.Numeric when column.HoldsSeconds => new DurationFeature(column.Name) { Scaling = options.ScalingOf(column.Name) },
        ColumnKind.Numeric => new NumberFeature(column.Name) { Scaling = options.ScalingOf(column.Name) },
        ColumnKind.Boolean => new BooleanFeature(column.Name) { Encoding = options.EncodingOf(column.Name) },
        _ => new CategoryFeature(column.Name) { Encoding = options.EncodingOf(column.Name) },
    };
}
