using System.Runtime.CompilerServices;

namespace OnnxTrain.Cli;

/// <summary>Trainings of several networks, as <c>train</c> and <c>search</c> ask for them.</summary>
internal static class ModelSelection
{
    /// <summary>Cross-validation of what the request asks for.</summary>
    /// <exception cref="ToolException">There are more folds than rows of a class, or a loss diverged.</exception>
    public static CrossValidationResult Validate(
        TrainRequest request, TrainingData data, IProgress<SelectionProgress> progress, CancellationToken cancellationToken)
    {
        SetThreads(request);
        try
        {
            return CrossValidation.Run(Estimator(request, data), data.Train, Options(request, data), progress, cancellationToken);
        }
        catch (TrainingDivergedException e)
        {
            throw Diverged(request, e);
        }
    }

    /// <summary>The networks of an ensemble.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="data">The rows.</param>
    /// <param name="progress">Told of each training.</param>
    /// <param name="cancellationToken">Stops them.</param>
    /// <exception cref="ToolException">A loss diverged.</exception>
    public static RandomStartsResult<Model> Members(
        TrainRequest request, TrainingData data, IProgress<SelectionProgress> progress, CancellationToken cancellationToken)
    {
        SetThreads(request);
        try
        {
            var options = new RandomStartsOptions { Count = request.Ensemble!.Value, Seed = request.Options.Seed };
            return RandomStarts.Run(Estimator(request, data), data.Train, data.Validation, options, progress, cancellationToken);
        }
        catch (TrainingDivergedException e)
        {
            throw Diverged(request, e);
        }
    }

    /// <summary>Settings ranked by cross-validation; the first ones' folds, seed and threads are those of all.</summary>
    public static SearchResult<SearchSettings> Search(
        IReadOnlyList<SearchSettings> settings, TrainingData data, IProgress<SearchTrial<SearchSettings>> progress,
        CancellationToken cancellationToken)
    {
        var first = settings[0].Request;
        SetThreads(first);
        return GridSearch.Run(settings, s => Estimator(s.Request, data), data.Train, Options(first, data), progress, cancellationToken);
    }

    private static CrossValidationOptions Options(TrainRequest request, TrainingData data) => new()
    {
        Folds = request.Folds!.Value,
        Seed = request.Options.Seed,
        Group = data.Split is { IsTime: false } group ? group.Name : null,
        Time = data.Split is { IsTime: true } time ? time.Name : null,
    };

    private static void SetThreads(TrainRequest request)
    {
        if (request.Threads is { } threads) Parallelism.MaxThreads = threads;
    }

    /// <summary>The request's model and training, each time as of its own for the rows given.</summary>
    private static Estimator Estimator(TrainRequest request, TrainingData data)
    {
        var sessions = new ConditionalWeakTable<Model, TrainingSession>();
        return new(
            NewModel,
            (model, seed) =>
                sessions.TryGetValue(model, out var session)
                    ? session.NewTrainer(seed)
                    : throw new InvalidOperationException("The model has no session."))
        {
            Epochs = request.Epochs, KeepsWeights = request.Images.From is not null,
        };

        DataModel NewModel(IRowSource train)
        {
            var session = new TrainingSession(request, data with { Train = train, Validation = null });
            sessions.Add(session.Model, session);
            return session.Model;
        }
    }

    private static ToolException Diverged(TrainRequest request, TrainingDivergedException e)
    {
        var rate = Math.Min(request.Rate / 10, TrainDefaults.Current.RateOf(request.Optimizer));
        return new(
            "The loss of one of the networks was no longer a finite number. Nothing was exported.",
            $"Try a lower rate: --learning-rate {Numbers.Invariant(rate)}.", e);
    }
}
