namespace OnnxTrain.Cli;

/// <summary>Shows training while it runs.</summary>
internal interface IProgressView
{
    /// <summary>Runs the work and shows what it reports.</summary>
    TrainingOutcome Show(Func<IProgress<TrainingProgress>, TrainingOutcome> work);
}
