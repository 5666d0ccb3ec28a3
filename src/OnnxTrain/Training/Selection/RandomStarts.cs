namespace OnnxTrain;

/// <summary>
/// Trains the same network from several seeds, since a training ends in one of many minima: to keep the best, or to make an ensemble
/// of all. Trainings run side by side; the same seed gives the same bits, however many at a time.
/// </summary>
public static class RandomStarts
{
    /// <summary>Trains models on a table.</summary>
    /// <param name="estimator">How models are made and trained.</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="validation">Rows to watch and to choose by; null for the training rows.</param>
    /// <param name="options">How many, from which seed.</param>
    /// <param name="progress">Told of each training.</param>
    /// <param name="cancellationToken">Stops all trainings after their step under way.</param>
    /// <returns>The models, and which is best.</returns>
    /// <exception cref="DataException">A table lacks a column, or holds a value that the model does not take.</exception>
    /// <exception cref="TrainingDivergedException">A loss was no longer finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RandomStartsResult<DataModel> Run(
        Estimator estimator, CsvTable train, CsvTable? validation = null, RandomStartsOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default
    ) =>
        Run<DataModel>(
            estimator, SelectionRows.Of(train), validation is null ? null : SelectionRows.Of(validation), options, progress,
            cancellationToken);

    /// <summary>Trains models on rows in memory.</summary>
    /// <param name="estimator">How models are made and trained.</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="validation">Rows to watch and to choose by; null for the training rows.</param>
    /// <param name="options">How many, from which seed.</param>
    /// <param name="progress">Told of each training.</param>
    /// <param name="cancellationToken">Stops all trainings after their step under way.</param>
    /// <returns>The models, and which is best.</returns>
    /// <exception cref="ArgumentException">The rows do not fit the model.</exception>
    /// <exception cref="TrainingDivergedException">A loss was no longer finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RandomStartsResult<Model> Run(
        Estimator estimator, IRowSource train, IRowSource? validation = null, RandomStartsOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default
    ) =>
        Run<Model>(
            estimator, SelectionRows.Of(train), validation is null ? null : SelectionRows.Of(validation), options, progress,
            cancellationToken);

    private static RandomStartsResult<TModel> Run<TModel>(
        Estimator estimator, SelectionRows train, SelectionRows? validation, RandomStartsOptions? options,
        IProgress<SelectionProgress>? progress, CancellationToken cancellationToken)
        where TModel : Model
    {
        ArgumentNullException.ThrowIfNull(estimator);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Count, 1);
        var rule = ScoreRule.For(train.NewModel(estimator), options.Metric, options.Target);
        var told = new ProgressOfRuns(options.Count, progress);
        return new(ParallelRuns<RandomStart<TModel>>.Of(options.Count, options.MaxParallelism, Start, cancellationToken), rule.Name);

        RandomStart<TModel> Start(int index, CancellationToken token)
        {
            var seed = SelectionSeed.OfStart(options.Seed, index);
            var run = EstimatorRun.Fit(estimator, train, validation, seed, options.ExactEpochs, told.Of(index), token);
            var (loss, score, _) = run.Judge(validation ?? train, rule);
            told.Ended(index, score);
            return new(seed, (TModel)run.Model, loss, score, run.History);
        }
    }
}
