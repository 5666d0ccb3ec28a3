namespace OnnxTrain;

/// <summary>
/// k-fold cross-validation: k models, each trained without one part of the rows and judged on that part (Stone, 1974,
/// "Cross-validatory choice and assessment of statistical predictions"). Folds are trained side by side; the same seed gives the
/// same bits, however many at a time.
/// </summary>
public static class CrossValidation
{
    /// <summary>Judges an estimator on a table.</summary>
    /// <param name="estimator">How models are made and trained.</param>
    /// <param name="table">All rows. Preprocessing is fitted anew on the training rows of each fold.</param>
    /// <param name="options">The number of folds, the seed and the rest.</param>
    /// <param name="progress">Told of each training.</param>
    /// <param name="cancellationToken">Stops all trainings after their step under way.</param>
    /// <returns>The folds with their histories and scores.</returns>
    /// <exception cref="ArgumentException">There are fewer rows of a class than folds, or no such folds.</exception>
    /// <exception cref="DataException">The rows of a fold cannot be used; the message names the fold.</exception>
    /// <exception cref="TrainingDivergedException">The loss of a fold was no longer finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CrossValidationResult Run(
        Estimator estimator, CsvTable table, CrossValidationOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Run(estimator, SelectionRows.Of(table), options, progress, cancellationToken);

    /// <summary>Judges an estimator on rows in memory.</summary>
    /// <param name="estimator">How models are made and trained.</param>
    /// <param name="data">All rows.</param>
    /// <param name="options">The number of folds, the seed and the rest.</param>
    /// <param name="progress">Told of each training.</param>
    /// <param name="cancellationToken">Stops all trainings after their step under way.</param>
    /// <returns>The folds with their histories and scores.</returns>
    /// <exception cref="ArgumentException">There are fewer rows of a class than folds, or no such folds, or the rows do not fit the
    /// model.</exception>
    /// <exception cref="TrainingDivergedException">The loss of a fold was no longer finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CrossValidationResult Run(
        Estimator estimator, IRowSource data, CrossValidationOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Run(estimator, SelectionRows.Of(data), options, progress, cancellationToken);

    /// <summary>
    /// Finds the mean of the folds' best numbers of epochs, then trains a model on all rows for that many, whatever the trainer's
    /// patience, and keeps its last weights.
    /// </summary>
    /// <param name="estimator">How models are made and trained; <see cref="Estimator.Epochs"/> bounds the search.</param>
    /// <param name="table">All rows.</param>
    /// <param name="options">The number of folds, the seed (that of the final training too) and the rest.</param>
    /// <param name="progress">Told of each training; the final one is the last.</param>
    /// <param name="cancellationToken">Stops all trainings after their step under way.</param>
    /// <returns>The model, its history and the folds.</returns>
    /// <exception cref="ArgumentException">There are fewer rows of a class than folds, or no such folds.</exception>
    /// <exception cref="DataException">The rows of a fold cannot be used; the message names the fold.</exception>
    /// <exception cref="TrainingDivergedException">A loss was no longer finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Refit<DataModel> Refit(
        Estimator estimator, CsvTable table, CrossValidationOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Refit<DataModel>(estimator, SelectionRows.Of(table), options, progress, cancellationToken);

    /// <summary>
    /// Finds the mean of the folds' best numbers of epochs, then trains a model on all rows for that many, whatever the trainer's
    /// patience, and keeps its last weights.
    /// </summary>
    /// <param name="estimator">How models are made and trained; <see cref="Estimator.Epochs"/> bounds the search.</param>
    /// <param name="data">All rows.</param>
    /// <param name="options">The number of folds, the seed (that of the final training too) and the rest.</param>
    /// <param name="progress">Told of each training; the final one is the last.</param>
    /// <param name="cancellationToken">Stops all trainings after their step under way.</param>
    /// <returns>The model, its history and the folds.</returns>
    /// <exception cref="ArgumentException">There are fewer rows of a class than folds, or no such folds, or the rows do not fit the
    /// model.</exception>
    /// <exception cref="TrainingDivergedException">A loss was no longer finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Refit<Model> Refit(
        Estimator estimator, IRowSource data, CrossValidationOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Refit<Model>(estimator, SelectionRows.Of(data), options, progress, cancellationToken);

    internal static CrossValidationResult Run(
        Estimator estimator, SelectionRows rows, CrossValidationOptions? options, IProgress<SelectionProgress>? progress,
        CancellationToken cancellationToken)
    {
        options ??= new();
        return Run(estimator, rows, options, new ProgressOfRuns(options.Folds, progress), cancellationToken);
    }

    private static Refit<TModel> Refit<TModel>(
        Estimator estimator, SelectionRows rows, CrossValidationOptions? options, IProgress<SelectionProgress>? progress,
        CancellationToken cancellationToken)
        where TModel : Model
    {
        options ??= new();
        var told = new ProgressOfRuns(options.Folds + 1, progress);
        var folds = Run(estimator, rows, options, told, cancellationToken);
        var final = EstimatorRun.Fit(
            estimator, rows, validation: null, options.Seed, folds.BestEpochs, told.Of(options.Folds), cancellationToken);
        told.Ended(options.Folds, score: null);
        folds.WriteTo(final.Model);
        return new((TModel)final.Model, final.History, folds.BestEpochs, folds);
    }

    private static CrossValidationResult Run(
        Estimator estimator, SelectionRows rows, CrossValidationOptions options, ProgressOfRuns progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        var run = new CrossValidationRun(estimator, rows, options, progress);
        var folds = ParallelRuns<FoldResult>.Of(options.Folds, options.MaxParallelism, run.Fold, cancellationToken);
        return new(folds, run.Rule.Name, run.Rule.LowerIsBetter);
    }
}
