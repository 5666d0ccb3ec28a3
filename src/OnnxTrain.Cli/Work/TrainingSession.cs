namespace OnnxTrain.Cli;

/// <summary>A model and its training, as <c>train</c> was asked for them.</summary>
internal sealed class TrainingSession(TrainRequest request, PreparedData data)
{
    public TabularModel Model { get; } = Create(request, data);

    public TrainingOutcome Run(IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        using var trainer = NewTrainer(request.Checkpoint);
        try
        {
            return new(trainer.Fit(data.Train, request.Epochs, data.Validation, progress, cancellationToken), null);
        }
        catch (TrainingDivergedException e) when (e.History is not null)
        {
            return new(e.History, e);
        }
    }

    /// <summary>Looks for a learning rate; the model stays as it is.</summary>
    public LearningRateCurve TestRates(CancellationToken cancellationToken)
    {
        using var trainer = NewTrainer(checkpoint: null);
        return new LearningRateRangeTest().Run(trainer, data.Train, cancellationToken);
    }

    private Trainer NewTrainer(CheckpointOptions? checkpoint)
    {
        if (request.Threads is { } threads) Parallelism.MaxThreads = threads;
        return new(Model, CreateOptimizer())
        {
            Seed = request.Seed,
            BatchSize = request.BatchSize,
            Patience = request.Patience == 0 ? null : request.Patience,
            Checkpoint = checkpoint,
            Diagnose = request.Diagnose,
        };
    }

    private static TabularModel Create(TrainRequest request, PreparedData data)
    {
        var options = new TabularOptions
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

    private Optimizer CreateOptimizer() => request.Optimizer switch
    {
        OptimizerKind.AdamW => new AdamW(request.Rate) { WeightDecay = request.L2 ?? TrainDefaults.Current.AdamWDecay },
        OptimizerKind.Sgd => new Sgd(request.Rate) { Momentum = TrainDefaults.Current.SgdMomentum, WeightDecay = request.L2 ?? TrainDefaults.Current.L2 },
        _ => new Adam(request.Rate) { WeightDecay = request.L2 ?? TrainDefaults.Current.L2 },
    };
}
