namespace OnnxTrain.Cli;

/// <summary>A model and its training, as <c>train</c> was asked for them.</summary>
internal sealed class TrainingSession(TrainRequest request, PreparedData data)
{
    public TabularModel Model { get; } = Create(request, data);

    public TrainingOutcome Run(IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        if (request.Threads is { } threads) Parallelism.MaxThreads = threads;
        using var trainer = NewTrainer(request.Seed);
        try
        {
            return new(trainer.Fit(data.Train, request.Epochs, data.Validation, progress, cancellationToken), null);
        }
        catch (TrainingDivergedException e) when (e.History is not null)
        {
            return new(e.History, e);
        }
    }

    /// <summary>A trainer of <see cref="Model"/>.</summary>
    public Trainer NewTrainer(ulong seed) => new(Model, CreateOptimizer())
    {
        Seed = seed,
        BatchSize = request.BatchSize,
        Checkpoint = request.Checkpoint,
        Patience = request.Patience == 0 ? null : request.Patience,
    };

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
