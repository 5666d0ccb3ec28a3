namespace OnnxTrain;

/// <summary>
/// k-fold cross-validation: k models, each trained on all folds but one and evaluated on that fold (Stone, 1974, "Cross-validatory choice
/// and assessment of statistical predictions"). Folds are trained in parallel. The same seed gives the same bits for any degree of
/// parallelism.
/// </summary>
public static class CrossValidation
{
    /// <summary>Evaluates an estimator on a table.</summary>
    /// <param name="estimator">Creates and trains models.</param>
    /// <param name="table">All rows. Preprocessing is fitted to the training rows of each fold.</param>
    /// <param name="options">The number of folds, the seed and other options.</param>
    /// <param name="progress">Receives the progress of each training.</param>
    /// <param name="cancellationToken">Cancels all trainings after their current step.</param>
    /// <returns>The folds with their histories and scores.</returns>
    /// <exception cref="ArgumentException">A class has fewer rows than there are folds, or the number of folds is not possible.</exception>
    /// <exception cref="DataException">The rows of a fold cannot be used; the message names the fold.</exception>
    /// <exception cref="TrainingDivergedException">The loss of a fold was no longer finite.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static CrossValidationResult Run(
        Estimator estimator, CsvTable table, CrossValidationOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Run(estimator, SelectionRows.Of(table), options, progress, cancellationToken);

    /// <summary>Evaluates an estimator on rows in memory, or of any source of random access.</summary>
    /// <param name="estimator">Creates and trains models.</param>
    /// <param name="data">All rows.</param>
    /// <param name="options">The number of folds, the seed and other options.</param>
    /// <param name="progress">Receives the progress of each training.</param>
    /// <param name="cancellationToken">Cancels all trainings after their current step.</param>
    /// <returns>The folds with their histories and scores.</returns>
    /// <exception cref="ArgumentException">A class has fewer rows than there are folds, the number of folds is not possible, or the rows do
    /// not fit the model.</exception>
    /// <exception cref="TrainingDivergedException">The loss of a fold was no longer finite.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static CrossValidationResult Run(
        Estimator estimator, IRowSource data, CrossValidationOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Run(estimator, SelectionRows.Of(data, estimator), options, progress, cancellationToken);

    /// <summary>
    /// Computes the mean of the best numbers of epochs of the folds, then trains a model on all rows for that many epochs, regardless of
    /// the trainer's patience, and keeps its last weights.
    /// </summary>
    /// <param name="estimator">Creates and trains models; <see cref="Estimator.Epochs"/> bounds the search.</param>
    /// <param name="table">All rows.</param>
    /// <param name="options">The number of folds, the seed (also of the final training) and other options.</param>
    /// <param name="progress">Receives the progress of each training; the final training is the last.</param>
    /// <param name="cancellationToken">Cancels all trainings after their current step.</param>
    /// <returns>The model, its history and the folds.</returns>
    /// <exception cref="ArgumentException">A class has fewer rows than there are folds, or the number of folds is not possible.</exception>
    /// <exception cref="DataException">The rows of a fold cannot be used; the message names the fold.</exception>
    /// <exception cref="TrainingDivergedException">A loss was no longer finite.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static Refit<DataModel> Refit(
        Estimator estimator, CsvTable table, CrossValidationOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Refit<DataModel>(estimator, SelectionRows.Of(table), options, progress, cancellationToken);

    /// <summary>
    /// Computes the mean of the best numbers of epochs of the folds, then trains a model on all rows for that many epochs, regardless of
    /// the trainer's patience, and keeps its last weights.
    /// </summary>
    /// <param name="estimator">Creates and trains models; <see cref="Estimator.Epochs"/> bounds the search.</param>
    /// <param name="data">All rows.</param>
    /// <param name="options">The number of folds, the seed (also of the final training) and other options.</param>
    /// <param name="progress">Receives the progress of each training; the final training is the last.</param>
    /// <param name="cancellationToken">Cancels all trainings after their current step.</param>
    /// <returns>The model, its history and the folds.</returns>
    /// <exception cref="ArgumentException">A class has fewer rows than there are folds, the number of folds is not possible, or the rows do
    /// not fit the model.</exception>
    /// <exception cref="TrainingDivergedException">A loss was no longer finite.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static Refit<Model> Refit(
        Estimator estimator, IRowSource data, CrossValidationOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Refit<Model>(estimator, SelectionRows.Of(data, estimator), options, progress, cancellationToken);

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
