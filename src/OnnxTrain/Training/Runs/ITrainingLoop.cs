namespace OnnxTrain;

/// <summary>A training loop of either element type.</summary>
internal interface ITrainingLoop : IDisposable
{
    History Run(
        Dataset train, int epochs, Dataset? validation, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken);
}
