namespace OnnxTrain;

/// <summary>Checks that a trainer can fit its model to data, before anything is changed.</summary>
internal static class TrainerCheck
{
    /// <summary>Checks that a trainer can make a single step on a batch.</summary>
    public static void Steps(Trainer trainer, IRowSource batch)
    {
        var options = trainer.Options;
        TrainingOption[] ofFits =
        [
            TrainingOptionTable.AccumulationSteps, TrainingOptionTable.AverageDecay, TrainingOptionTable.Augmentation,
            TrainingOptionTable.Checkpoint,
        ];
        if (ofFits.FirstOrDefault(o => !o.IsDefault(options)) is { } option)
            throw new InvalidOperationException(
                $"{option.Name} is {option.Text(options)}, which needs a whole fit; create the trainer for TrainStep without it.");
        DatasetCheck.Fits(batch, trainer.Model, trainer.Loss);
    }

    /// <summary>Checks that the best epoch can be chosen as the options say.</summary>
    private static void Selects(Trainer trainer)
    {
        if (trainer.Options.SelectBy is not { } metric) return;
        var model = trainer.Model;
        var classes = model.Classes.Count;
        var sample = model.Target.Parts.Count > 1 ? null : model.Task switch
        {
            ModelTask.Classification when classes > 0 => Predictions.OfClasses(
                [.. Enumerable.Repeat(1.0 / classes, classes * classes)], [.. Enumerable.Range(0, classes)], classes),
            ModelTask.Regression => Predictions.OfNumbers([0, 1], [0, 1]),
            _ => null,
        };
        if (sample is null)
            throw new InvalidOperationException(
                $"SelectBy is {metric.Name}, which is for a model with one target of classes or numbers; leave it out to choose the best "
                    + "epoch by the loss.");
        try
        {
            _ = metric.Of(sample);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"SelectBy does not fit the model: {e.Message}", e);
        }
    }

    public static void Fits(Trainer trainer, IRowSource train, int epochs, IRowSource? validation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        var options = trainer.Options;
        DatasetCheck.Fits(train, trainer.Model, trainer.Loss);
        if (validation is not null) DatasetCheck.Fits(validation, trainer.Model, trainer.Loss);
        Selects(trainer);
        DatasetCheck.Augmentation(train, trainer.Model, options.Augmentation, trainer.Loss);
        var isPartial = options.Sampling != Sampling.FullBatch && options.BatchSize < RowRoles.RequireCount(train);
        if (trainer.Optimizer.TakesAll && train.Sizes is not null)
            throw new InvalidOperationException(
                $"{trainer.Optimizer.GetType().Name} needs all rows in each step, and rows of several sizes are no one batch.");
        if (trainer.Optimizer.TakesAll && (isPartial || options.Sampling == Sampling.WithReplacement || options.AccumulationSteps > 1))
        {
            throw new InvalidOperationException(
                $"{trainer.Optimizer.GetType().Name} needs all rows in each step: set Sampling = Sampling.FullBatch, and leave "
                    + "AccumulationSteps at 1.");
        }
    }
}
