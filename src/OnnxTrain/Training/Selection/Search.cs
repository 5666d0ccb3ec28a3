namespace OnnxTrain;

/// <summary>The common part of grid and random search: settings in, ranking out.</summary>
internal static class Search
{
    public static SearchResult<TSettings> Run<TSettings>(
        IEnumerable<TSettings> candidates, Func<TSettings, Estimator> estimator, Func<Estimator, SelectionRows> rows,
        CrossValidationOptions? options, IProgress<SearchTrial<TSettings>>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(estimator);
        var trials = new List<SearchTrial<TSettings>>();
        foreach (var settings in candidates)
        {
            var trial = Try(trials.Count + 1, settings, estimator, rows, options, cancellationToken);
            trials.Add(trial);
            progress?.Report(trial);
        }

        if (trials.Count == 0) throw new ArgumentException("There are no settings to try.", nameof(candidates));
        return SearchResult<TSettings>.Of(trials);
    }

    private static SearchTrial<TSettings> Try<TSettings>(
        int number, TSettings settings, Func<TSettings, Estimator> estimator, Func<Estimator, SelectionRows> rows,
        CrossValidationOptions? options, CancellationToken cancellationToken)
    {
        var made = estimator(settings);
        try
        {
            return new(number, settings, CrossValidation.Run(made, rows(made), options, progress: null, cancellationToken), null);
        }
        catch (TrainingDivergedException e)
        {
            return new(number, settings, null, e.Message);
        }
    }
}
