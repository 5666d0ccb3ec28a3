namespace OnnxTrain;

// Rows of any source, read block by block.
public sealed partial class DataModel
{
    /// <summary>A model of rows: of raw columns from any source, or of tensors such as those of an <see cref="ImageFolder"/>.</summary>
    /// <param name="train">The training rows; features and targets learn from them, in one pass, block by block.</param>
    /// <param name="features">What the model looks at: each a column of one value a row, or in their order the features of
    /// tensors.</param>
    /// <param name="targets">What it predicts, one column or more, each with a loss and a weight.</param>
    /// <param name="options">The network.</param>
    /// <param name="body">A custom network instead of the built-in one. It takes the row [batch, width] of all features that become
    /// numbers, if there are any, and then each image, float32 [batch, channels, height, width]. It yields [batch, outputs]: for each
    /// target in turn one logit per class, or one number.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DataException">A column is missing, or there is nothing to learn from it.</exception>
    /// <exception cref="ArgumentException">There is no feature or no target, or two have the same name.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static DataModel Create(
        IRowSource train, IReadOnlyList<Feature> features, IReadOnlyList<Target> targets, DataModelOptions? options = null,
        Module? body = null, IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        options ??= new();
        RequireSome(features, targets, options.Weight);
        var (ready, learned) = TrainingRows.Learn(train, features, targets, options, progress, cancellationToken);
        var description = new ModelDescription(
            ready, learned, body is null ? BodyOf(ready, options) : new OwnBody(), options.Weight, MissingValues(train));
        RequireDifferentNames(description);
        return new(description, body ?? description.NewNetwork(), options.Seed) { Images = options.Images };
    }

    /// <summary>The texts for missing values in a table, unless they are the defaults.</summary>
    private static IReadOnlyList<string>? MissingValues(IRowSource train) =>
        train is CsvTable { MissingValues: var missing } && !missing.SequenceEqual(MissingMarkers.Default) ? missing : null;

    /// <summary>
    /// Encodes the rows of a table as the network takes them: preprocessed features, labels or targets, and the rows' weights if
    /// <see cref="DataModelOptions.Weight"/> names their column.
    /// </summary>
    /// <exception cref="DataException">A column is missing, or holds values that the model cannot take.</exception>
    public Dataset Encode(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return TableEncoder.Rows(this, table, isWeighted: true);
    }

    /// <summary>
    /// Rows as the network takes them. Raw columns are read once, block by block, and their encoded values are held in memory: preprocessed
    /// features, labels or targets, and the rows' weights if <see cref="DataModelOptions.Weight"/> names their column. Rows with columns of
    /// the role <see cref="RowRole.Feature"/> are encoded already and are returned as they are.
    /// </summary>
    /// <param name="rows">The columns that the model reads, the targets and the weight; others are ignored.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The rows to train on or to evaluate.</returns>
    /// <exception cref="DataException">A column is missing, or holds values that the model cannot take.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public IRowSource Encode(IRowSource rows, IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return TrainingRows.AreTensors(rows) ? rows : TableEncoder.Rows(this, rows, isWeighted: true, progress, cancellationToken);
    }

    /// <summary>Predicts each row of a table or another source.</summary>
    /// <param name="rows">The columns that the model reads; others are ignored, and the target may be missing. Tensors with columns of the
    /// role <see cref="RowRole.Feature"/> if the model takes only images.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>One prediction for each row, in order.</returns>
    /// <exception cref="DataException">A column is missing, or holds values that the model cannot take.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public IReadOnlyList<Prediction> Predict(
        IRowSource rows, IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (TrainingRows.AreTensors(rows)) return base.Predict(rows);
        var predictions = new List<Prediction>();
        using var prediction = new ModelPrediction(this);
        new TableBlocks(rows, InputFeatures, []).Read(
            block => predictions.AddRange(prediction.Rows(Read(block), block.Count)), Images, progress, cancellationToken);
        return predictions;
    }

    /// <summary>Predicts one object.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="item">The object. Only the columns that the model reads are asked of it.</param>
    /// <param name="rows">Rows of such objects, such as those trained on, for their columns. Many objects are predicted faster at once:
    /// <c>model.Predict(rows.Of(items))</c>.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    public Prediction Predict<T>(T item, ObjectRows<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Predict(rows.Of([item]))[0];
    }
}
