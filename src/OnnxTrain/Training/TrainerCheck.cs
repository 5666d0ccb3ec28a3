namespace OnnxTrain;

/// <summary>Whether a trainer can fit its model to data, before anything is changed.</summary>
internal static class TrainerCheck
{
    public static void Fits(Trainer trainer, Dataset train, int epochs, Dataset? validation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(trainer.BatchSize, 1, nameof(trainer.BatchSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(trainer.AccumulationSteps, 1, nameof(trainer.AccumulationSteps));
        if (trainer.Patience is { } patience) ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1, nameof(trainer.Patience));
        DatasetCheck.Fits(train, trainer.Model, trainer.Loss);
        if (validation is not null) DatasetCheck.Fits(validation, trainer.Model, trainer.Loss);
        DatasetCheck.Augmentation(train, trainer.Model, trainer.Augmentation, trainer.Loss);
        var isPartial = trainer.Sampling != Sampling.FullBatch && trainer.BatchSize < train.RowCount;
        if (trainer.Optimizer.TakesAll && (isPartial || trainer.Sampling == Sampling.WithReplacement || trainer.AccumulationSteps > 1))
        {
            throw new InvalidOperationException(
                $"{trainer.Optimizer.GetType().Name} needs all rows in each step: set Sampling = Sampling.FullBatch, and leave "
                    + "AccumulationSteps at 1.");
        }
    }
}
