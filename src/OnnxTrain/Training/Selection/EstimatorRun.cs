namespace OnnxTrain;

/// <summary>One training of an estimator.</summary>
/// <param name="Model">The trained model.</param>
/// <param name="Loss">The loss that was minimized.</param>
/// <param name="Backend">The backend that computed it.</param>
/// <param name="History">The history of the training.</param>
internal sealed record EstimatorRun(Model Model, Loss Loss, TrainingBackend Backend, History History)
{
    /// <param name="estimator">Creates and trains the model.</param>
    /// <param name="train">Training rows.</param>
    /// <param name="validation">Validation rows, or null.</param>
    /// <param name="seed">The seed of the weights and of the trainer.</param>
    /// <param name="exactEpochs">The exact number of epochs, regardless of the trainer's patience; null for the estimator's maximum, with
    /// patience.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static EstimatorRun Fit(
        Estimator estimator, SelectionRows train, SelectionRows? validation, ulong seed, int? exactEpochs,
        IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var model = train.NewModel(estimator);
        if (!estimator.KeepsWeights) model.Initialize(seed);
        using var trainer = estimator.NewTrainer(model, seed);
        if (exactEpochs is not null) trainer.Options = trainer.Options with { Patience = null };
        var history = trainer.Fit(
            train.Encode(model), exactEpochs ?? estimator.Epochs, validation?.Encode(model), progress, cancellationToken);
        if (history.StopReason == StopReason.Cancelled)
            throw new OperationCanceledException(cancellationToken);
        return new(model, trainer.Loss, trainer.Options.Backend, history);
    }

    /// <summary>Computes the mean loss and the score on the rows, and the scores of each of several targets.</summary>
    public (double Loss, double Score, IReadOnlyList<TargetScore> Targets) Judge(SelectionRows rows, ScoreRule rule)
    {
        var result = Model.ElementType.VisitFloat<Evaluation, ValidationResult>(new(this, rows.Encode(Model)));
        return (result.Loss, rule.Of(result), result.Scores);
    }

    private ValidationResult Evaluate<T>(IRowSource data)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using var engine = Backend.Start(Model.Trained, new());
        using var validator = new Validator<T>(Model, Loss, engine);
        return validator.Run(data);
    }

    private readonly struct Evaluation(EstimatorRun run, IRowSource data) : IFloatVisitor<ValidationResult>
    {
        public ValidationResult Visit<T>()
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => run.Evaluate<T>(data);
    }
}
