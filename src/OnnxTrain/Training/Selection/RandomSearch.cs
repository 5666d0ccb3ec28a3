namespace OnnxTrain;

/// <summary>
/// Evaluates randomly drawn settings by cross-validation and ranks them (Bergstra and Bengio, 2012, "Random search for hyper-parameter
/// optimization"): <c>random => new Settings(random.Choice(16, 64), random.LogUniform(1e-4, 1e-1))</c>. All are evaluated on the same
/// folds. The seed in the options selects the draws; trial n draws the same settings for any number of trials.
/// </summary>
public static class RandomSearch
{
    /// <summary>Ranks settings on a table.</summary>
    /// <typeparam name="TSettings">The type of the settings; a record makes the table of results readable.</typeparam>
    /// <param name="draw">Draws settings.</param>
    /// <param name="trials">The number of trials.</param> <param name="estimator">Creates and trains models for given settings.</param>
    /// <param name="table">All rows.</param>
    /// <param name="options">The number of folds, the seed and other options.</param>
    /// <param name="progress">Receives each finished trial.</param>
    /// <param name="cancellationToken">Cancels the running trainings.</param>
    /// <returns>The trials, the best first.</returns>
    /// <exception cref="ArgumentException">There are no trials, or a class has fewer rows than there are folds.</exception>
    /// <exception cref="DataException">The rows of a fold cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled; <paramref name="progress"/> has received the trials
    /// before.</exception>
    public static SearchResult<TSettings> Run<TSettings>(
        Func<RandomDraw, TSettings> draw, int trials, Func<TSettings, Estimator> estimator, CsvTable table,
        CrossValidationOptions? options = null, IProgress<SearchTrial<TSettings>>? progress = null,
        CancellationToken cancellationToken = default
    ) => Search.Run(Draws(draw, trials, options), estimator, _ => SelectionRows.Of(table), options, progress, cancellationToken);

    /// <summary>Ranks settings on rows in memory.</summary>
    /// <typeparam name="TSettings">The type of the settings; a record makes the table of results readable.</typeparam>
    /// <param name="draw">Draws settings.</param>
    /// <param name="trials">The number of trials.</param>
    /// <param name="estimator">Creates and trains models for given settings.</param>
    /// <param name="data">All rows.</param>
    /// <param name="options">The number of folds, the seed and other options.</param>
    /// <param name="progress">Receives each finished trial.</param>
    /// <param name="cancellationToken">Cancels the running trainings.</param>
    /// <returns>The trials, the best first.</returns>
    /// <exception cref="ArgumentException">There are no trials, a class has fewer rows than there are folds, or the rows do not fit a
    /// model.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled; <paramref name="progress"/> has received the trials
    /// before.</exception>
    public static SearchResult<TSettings> Run<TSettings>(
        Func<RandomDraw, TSettings> draw, int trials, Func<TSettings, Estimator> estimator, IRowSource data,
        CrossValidationOptions? options = null, IProgress<SearchTrial<TSettings>>? progress = null,
        CancellationToken cancellationToken = default
    ) => Search.Run(Draws(draw, trials, options), estimator, made => SelectionRows.Of(data, made), options, progress, cancellationToken);

    private static List<TSettings> Draws<TSettings>(Func<RandomDraw, TSettings> draw, int trials, CrossValidationOptions? options)
    {
        ArgumentNullException.ThrowIfNull(draw);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        return [.. Enumerable.Range(0, trials).Select(trial => draw(new(options?.Seed ?? 0, trial)))];
    }
}
