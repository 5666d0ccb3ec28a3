namespace OnnxTrain.Cli;

/// <summary>Trainings of several networks, as <c>train</c> and <c>search</c> ask for them.</summary>
internal static class ModelSelection
{
    /// <summary>Cross-validation of what the request asks for.</summary>
    /// <exception cref="ToolException">There are more folds than rows of a class, or a loss diverged.</exception>
    public static CrossValidationResult Validate(TrainRequest request, PreparedData data, IProgress<SelectionProgress> progress, CancellationToken cancellationToken)
    {
        SetThreads(request);
        try
        {
            return CrossValidation.Run(new TrainingSession(request, data).ToEstimator(), data.Train, Options(request), progress, cancellationToken);
        }
        catch (TrainingDivergedException e)
        {
            throw Diverged(request, e);
        }
    }

    /// <summary>The networks of an ensemble.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="data">The rows.</param>
    /// <param name="exactEpochs">How many epochs each runs; null for early stopping.</param>
    /// <param name="progress">Told of each training.</param>
    /// <param name="cancellationToken">Stops them.</param>
    /// <exception cref="ToolException">A loss diverged.</exception>
    public static RandomStartsResult<TabularModel> Members(
        TrainRequest request, PreparedData data, int? exactEpochs, IProgress<SelectionProgress> progress, CancellationToken cancellationToken)
    {
        SetThreads(request);
        try
        {
            var options = new RandomStartsOptions { Count = request.Ensemble!.Value, Seed = request.Seed, ExactEpochs = exactEpochs };
            return RandomStarts.Run(new TrainingSession(request, data).ToEstimator(), data.Train, data.Validation, options, progress, cancellationToken);
        }
        catch (TrainingDivergedException e)
        {
            throw Diverged(request, e);
        }
    }

    public static CrossValidationOptions Options(TrainRequest request) => new() { Folds = request.Folds!.Value, Seed = request.Seed };

    public static void SetThreads(TrainRequest request)
    {
        if (request.Threads is { } threads) Parallelism.MaxThreads = threads;
    }

    private static ToolException Diverged(TrainRequest request, TrainingDivergedException e)
    {
        var rate = Math.Min(request.Rate / 10, TrainDefaults.Current.RateOf(request.Optimizer));
        return new("The loss of one of the networks was no longer a finite number. Nothing was exported.", $"Try a lower rate: --learning-rate {Numbers.Invariant(rate)}.", e);
    }
}
