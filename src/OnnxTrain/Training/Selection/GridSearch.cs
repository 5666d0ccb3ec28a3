namespace OnnxTrain;

/// <summary>
/// Evaluates all given settings by cross-validation and ranks them. Settings are a type of your own; a grid is a query: <c>from hidden in
/// new[] { 16, 64 } from rate in new[] { 1e-3, 1e-2 } select new Settings(hidden, rate)</c>. All are evaluated on the same folds.
/// </summary>
public static class GridSearch
{
    /// <summary>Ranks settings on a table.</summary>
    /// <typeparam name="TSettings">The type of the settings; a record makes the table of results readable.</typeparam>
    /// <param name="settings">The settings to try.</param>
    /// <param name="estimator">Creates and trains models for given settings.</param>
    /// <param name="table">All rows.</param>
    /// <param name="options">The number of folds, the seed and other options.</param>
    /// <param name="progress">Receives each finished trial.</param>
    /// <param name="cancellationToken">Cancels the running trainings.</param>
    /// <returns>The trials, the best first.</returns>
    /// <exception cref="ArgumentException">There are no settings, or a class has fewer rows than there are folds.</exception>
    /// <exception cref="DataException">The rows of a fold cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled; <paramref name="progress"/> has received the trials
    /// before.</exception>
    public static SearchResult<TSettings> Run<TSettings>(
        IEnumerable<TSettings> settings, Func<TSettings, Estimator> estimator, CsvTable table, CrossValidationOptions? options = null,
        IProgress<SearchTrial<TSettings>>? progress = null, CancellationToken cancellationToken = default) =>
        Search.Run(settings, estimator, _ => SelectionRows.Of(table), options, progress, cancellationToken);

    /// <summary>Ranks settings on rows in memory.</summary>
    /// <typeparam name="TSettings">The type of the settings; a record makes the table of results readable.</typeparam>
    /// <param name="settings">The settings to try.</param>
    /// <param name="estimator">Creates and trains models for given settings.</param>
    /// <param name="data">All rows.</param>
    /// <param name="options">The number of folds, the seed and other options.</param>
    /// <param name="progress">Receives each finished trial.</param>
    /// <param name="cancellationToken">Cancels the running trainings.</param>
    /// <returns>The trials, the best first.</returns>
    /// <exception cref="ArgumentException">There are no settings, a class has fewer rows than there are folds, or the rows do not fit a
    /// model.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled; <paramref name="progress"/> has received the trials
    /// before.</exception>
    public static SearchResult<TSettings> Run<TSettings>(
        IEnumerable<TSettings> settings, Func<TSettings, Estimator> estimator, IRowSource data, CrossValidationOptions? options = null,
        IProgress<SearchTrial<TSettings>>? progress = null, CancellationToken cancellationToken = default) =>
        Search.Run(settings, estimator, made => SelectionRows.Of(data, made), options, progress, cancellationToken);
}
