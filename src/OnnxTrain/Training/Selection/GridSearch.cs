namespace OnnxTrain;

/// <summary>
/// Tries all of some settings by cross-validation and ranks them. Settings are a type of yours; a grid is a query:
/// <c>from hidden in new[] { 16, 64 } from rate in new[] { 1e-3, 1e-2 } select new Settings(hidden, rate)</c>. All are judged on the same
/// folds.
/// </summary>
public static class GridSearch
{
    /// <summary>Ranks settings on a table.</summary>
    /// <typeparam name="TSettings">The settings: a record, for the table of results to be readable.</typeparam>
    /// <param name="settings">The settings to try.</param>
    /// <param name="estimator">How models are made and trained under given settings.</param>
    /// <param name="table">All rows.</param>
    /// <param name="options">The number of folds, the seed and the rest.</param>
    /// <param name="progress">Told of each trial that has ended.</param>
    /// <param name="cancellationToken">Stops the trainings under way.</param>
    /// <returns>The trials, the best first.</returns>
    /// <exception cref="ArgumentException">There are no settings, or more folds than rows of a class.</exception>
    /// <exception cref="DataException">The rows of a fold cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; <paramref name="progress"/> was told of the trials
    /// before.</exception>
    public static SearchResult<TSettings> Run<TSettings>(
        IEnumerable<TSettings> settings, Func<TSettings, Estimator> estimator, CsvTable table, CrossValidationOptions? options = null,
        IProgress<SearchTrial<TSettings>>? progress = null, CancellationToken cancellationToken = default) =>
        Search.Run(settings, estimator, SelectionRows.Of(table), options, progress, cancellationToken);

    /// <summary>Ranks settings on rows in memory.</summary>
    /// <typeparam name="TSettings">The settings: a record, for the table of results to be readable.</typeparam>
    /// <param name="settings">The settings to try.</param>
    /// <param name="estimator">How models are made and trained under given settings.</param>
    /// <param name="data">All rows.</param>
    /// <param name="options">The number of folds, the seed and the rest.</param>
    /// <param name="progress">Told of each trial that has ended.</param>
    /// <param name="cancellationToken">Stops the trainings under way.</param>
    /// <returns>The trials, the best first.</returns>
    /// <exception cref="ArgumentException">There are no settings, or more folds than rows of a class, or the rows do not fit a
    /// model.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; <paramref name="progress"/> was told of the trials
    /// before.</exception>
    public static SearchResult<TSettings> Run<TSettings>(
        IEnumerable<TSettings> settings, Func<TSettings, Estimator> estimator, IRowSource data, CrossValidationOptions? options = null,
        IProgress<SearchTrial<TSettings>>? progress = null, CancellationToken cancellationToken = default) =>
        Search.Run(settings, estimator, SelectionRows.Of(data), options, progress, cancellationToken);
}
