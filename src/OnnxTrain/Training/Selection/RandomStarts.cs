namespace OnnxTrain;

/// <summary>
/// Trains the same network from several seeds, since training may end in different minima: to keep the best model, or to make an ensemble
/// of all. Trainings run in parallel. The same seed gives the same bits for any degree of parallelism.
/// </summary>
public static class RandomStarts
{
    /// <summary>Trains models on a table.</summary>
    /// <param name="estimator">Creates and trains models.</param>
    /// <param name="train">Training rows.</param>
    /// <param name="validation">Validation rows, also used to choose the best; null for the training rows.</param>
    /// <param name="options">The number of models and the seed.</param>
    /// <param name="progress">Receives the progress of each training.</param>
    /// <param name="cancellationToken">Cancels all trainings after their current step.</param>
    /// <returns>The models, and the best of them.</returns>
    /// <exception cref="DataException">A table lacks a column, or holds a value that the model cannot take.</exception>
    /// <exception cref="TrainingDivergedException">A loss was no longer finite.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static RandomStartsResult<DataModel> Run(
        Estimator estimator, CsvTable train, CsvTable? validation = null, RandomStartsOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default
    ) =>
        Run<DataModel>(
            estimator, SelectionRows.Of(train), validation is null ? null : SelectionRows.Of(validation), options, progress,
            cancellationToken);

    /// <summary>Trains models on rows in memory.</summary>
    /// <param name="estimator">Creates and trains models.</param>
    /// <param name="train">Training rows.</param>
    /// <param name="validation">Validation rows, also used to choose the best; null for the training rows.</param>
    /// <param name="options">The number of models and the seed.</param>
    /// <param name="progress">Receives the progress of each training.</param>
    /// <param name="cancellationToken">Cancels all trainings after their current step.</param>
    /// <returns>The models, and the best of them.</returns>
    /// <exception cref="ArgumentException">The rows do not fit the model.</exception>
    /// <exception cref="TrainingDivergedException">A loss was no longer finite.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static RandomStartsResult<Model> Run(
        Estimator estimator, IRowSource train, IRowSource? validation = null, RandomStartsOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default
    ) =>
        Run<Model>(
            estimator, SelectionRows.Of(train, estimator), validation is null ? null : SelectionRows.Of(validation, estimator), options,
            progress, cancellationToken);

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
