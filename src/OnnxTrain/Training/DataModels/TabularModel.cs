namespace OnnxTrain;

/// <summary>
/// Models of one column of a table: a multilayer perceptron that looks at all other columns. Preprocessing is learned from the training
/// rows. The short way to a <see cref="DataModel"/> where all columns are numbers, categories or truth values.
/// </summary>
public static class TabularModel
{
    /// <summary>A classifier of the values of a column.</summary>
    /// <param name="train">The training rows; preprocessing is fitted on them.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="hidden">Units of each hidden layer; 64 and 32 unless given.</param>
    /// <param name="options">The rest of the network; <paramref name="hidden"/> goes before its own.</param>
    /// <exception cref="DataException">The target is missing from the table or from a row, or has one value only.</exception>
    public static DataModel Classifier(
        CsvTable train, string target, IReadOnlyList<int>? hidden = null, TabularOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        var classes = new ClassTarget(target).Fit(train);
        RequireNoLogarithm(options, target);
        return Create(train, classes, hidden, options ?? new());
    }

    /// <summary>A model that predicts the number in a column.</summary>
    /// <param name="train">The training rows; preprocessing is fitted on them.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="hidden">Units of each hidden layer; 64 and 32 unless given.</param>
    /// <param name="options">The rest of the network; <paramref name="hidden"/> goes before its own.</param>
    /// <exception cref="DataException">The target is missing from the table or from a row, constant, or not numeric.</exception>
    public static DataModel Regressor(
        CsvTable train, string target, IReadOnlyList<int>? hidden = null, TabularOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        var number = new NumberTarget(target) { IsLogarithmic = options?.LogTarget == true }.Fit(train);
        return Create(train, number, hidden, options ?? new());
    }

    /// <summary>
    /// A classifier of the values of a column, learned from rows that are not held in memory: they are read once for the columns' kinds, up
    /// to the first block, and once for what features learn.
    /// </summary>
    /// <param name="train">The training rows, each column of one value a row.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="hidden">Units of each hidden layer; 64 and 32 unless given.</param>
    /// <param name="options">The rest of the network; <paramref name="hidden"/> goes before its own.</param>
    /// <param name="progress">Told several times a second.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DataException">The target is missing from the columns or from a row, or has one value only.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static DataModel Classifier(
        IRowSource train, string target, IReadOnlyList<int>? hidden = null, TabularOptions? options = null,
        IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (train is CsvTable table) return Classifier(table, target, hidden, options);
        RequireNoLogarithm(options, target);
        return Create(train, new ClassTarget(target), hidden, options ?? new(), progress, cancellationToken);
    }

    /// <summary>
    /// A model that predicts the number in a column, learned from rows that are not held in memory: they are read once for the columns'
    /// kinds, up to the first block, and once for what features learn.
    /// </summary>
    /// <param name="train">The training rows, each column of one value a row.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="hidden">Units of each hidden layer; 64 and 32 unless given.</param>
    /// <param name="options">The rest of the network; <paramref name="hidden"/> goes before its own.</param>
    /// <param name="progress">Told several times a second.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DataException">The target is missing from the columns or from a row, constant, or not numeric.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static DataModel Regressor(
        IRowSource train, string target, IReadOnlyList<int>? hidden = null, TabularOptions? options = null,
        IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (train is CsvTable table) return Regressor(table, target, hidden, options);
        var number = new NumberTarget(target) { IsLogarithmic = options?.LogTarget == true };
        return Create(train, number, hidden, options ?? new(), progress, cancellationToken);
    }

    /// <summary>The model in a file that <c>ExportOnnx</c> wrote: <see cref="DataModel.Load"/>.</summary>
    /// <param name="path">An ONNX file of a model of a table.</param>
    /// <exception cref="DataException">The file is not such a file.</exception>
    public static DataModel Load(string path) => DataModel.Load(path);

    private static void RequireNoLogarithm(TabularOptions? options, string target)
    {
        if (options?.LogTarget != true) return;
        throw new ArgumentException(
            $"{nameof(TabularOptions.LogTarget)} is for numbers to predict; a classifier tells '{target}' apart.", nameof(options));
    }

    private static DataModel Create(CsvTable train, Target target, IReadOnlyList<int>? hidden, TabularOptions options) =>
        DataModel.Create(train, Features(train, target, options), [target], options with { Hidden = hidden ?? options.Hidden });

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

    /// <summary>Each column besides target and weight as a feature.</summary>
    private static Feature[] Features(CsvTable train, Target target, TabularOptions options)
    {
        foreach (var name in options.Ignore)
            _ = train[name];
        if (options.Weight is { } weight)
            _ =
                weight == target.Name
                    ? throw new DataException($"The target '{weight}' cannot be the weight of the rows too.")
                    : TabularWeights.Of(train, weight);
        CsvColumn[] used =
            [.. train.Columns.Where(c => c.Name != target.Name && c.Name != options.Weight && !options.Ignore.Contains(c.Name))];
        TabularChoices.Check(options, train, used);
        if (used.Length == 0) throw new DataException($"There is no column besides the target '{target.Name}' to predict it from.");
        return [.. used.Select(column => FeatureOf(column, options))];
    }

    private static Feature FeatureOf(CsvColumn column, TabularOptions options) => column.Kind switch
    {
        ColumnKind.Numeric => new NumberFeature(column.Name) { Scaling = options.ScalingOf(column.Name) },
        ColumnKind.Boolean => new BooleanFeature(column.Name) { Encoding = options.EncodingOf(column.Name) },
        _ => new CategoryFeature(column.Name) { Encoding = options.EncodingOf(column.Name) },
    };
}
