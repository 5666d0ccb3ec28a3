namespace OnnxTrain;

/// <summary>A training loop of either element type.</summary>
internal interface ITrainingLoop : IDisposable
{
    /// <summary>The base rate that the schedule scales.</summary>
    double BaseLearningRate { get; set; }

    /// <summary>One update on all rows of a batch.</summary>
    StepResult TrainStep(IRowSource batch);

    History Run(
        IRowSource train, int epochs, IRowSource? validation, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken);
}
