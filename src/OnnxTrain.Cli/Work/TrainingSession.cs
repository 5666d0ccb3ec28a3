namespace OnnxTrain.Cli;

/// <summary>A model and its training, as <c>train</c> was asked for them.</summary>
internal sealed class TrainingSession
{
    private readonly TrainRequest _request;
    private readonly PreparedData _data;
    private readonly Fitting _fitting;
    private readonly Loss _loss;
    private readonly Optimizer _optimizer;
    private readonly LearningRateSchedule? _schedule;

    /// <exception cref="ToolException">Settings do not go together.</exception>
    public TrainingSession(TrainRequest request, PreparedData data)
    {
        (_request, _data, _fitting, Model) = (request, data, new(request, data), Create(request, data));
        (_loss, _optimizer, _schedule) = (_fitting.Loss(Model), _fitting.Optimizer(), _fitting.Schedule());
    }

    public TabularModel Model { get; }

    public TrainingOutcome Run(IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        using var trainer = NewTrainer(_request.Seed, _request.Checkpoint);
        try
        {
            return new(trainer.Fit(_data.Train, _request.Epochs, _data.Validation, progress, cancellationToken), null);
        }
        catch (TrainingDivergedException e) when (e.History is not null)
        {
            return new(e.History, e);
        }
    }

    /// <summary>Looks for a learning rate; the model stays as it is.</summary>
    public LearningRateCurve TestRates(CancellationToken cancellationToken)
    {
        using var trainer = NewTrainer(_request.Seed);
        return new LearningRateRangeTest().Run(trainer, _data.Train, cancellationToken);
    }

    /// <summary>A trainer of <see cref="Model"/>.</summary>
    public Trainer NewTrainer(ulong seed, CheckpointOptions? checkpoint = null)
    {
        if (_request.Threads is { } threads) Parallelism.MaxThreads = threads;
        return new(Model, _optimizer, _loss)
        {
            Seed = seed,
            BatchSize = _request.BatchSize,
            Checkpoint = checkpoint,
            Diagnose = _request.Diagnose,
            Patience = _request.Patience == 0 ? null : _request.Patience,
            TimeLimit = _request.Fitting.TimeLimit,
            Schedule = _schedule,
            ClipNorm = _request.Fitting.ClipNorm,
            Penalty = _fitting.Penalty,
            Constraint = _fitting.Constraint,
            AverageDecay = _request.Fitting.Average,
        };
    }

    private static TabularModel Create(TrainRequest request, PreparedData data)
    {
        var options = data.Options with
        {
            Hidden = request.Hidden,
            Activation = request.Activation,
            Dropout = request.Dropout,
            Seed = request.Seed,
        };
        return data.Task == ModelTask.Classification
            ? TabularModel.Classifier(data.Train, data.Target, options: options)
            : TabularModel.Regressor(data.Train, data.Target, options: options);
    }
}
