namespace OnnxTrain;

/// <summary>The result of one fold.</summary>
/// <param name="Fold">Its number, 1 for the first.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="TrainingRows">The number of training rows.</param>
/// <param name="TestRows">The number of test rows.</param>
/// <param name="Score">The metric on the test rows.</param>
/// <param name="Loss">The loss on the test rows.</param>
/// <param name="History">The history of its training.</param>
public sealed record FoldResult(int Fold, ulong Seed, int TrainingRows, int TestRows, double Score, double Loss, History History)
{
    /// <summary>Loss and metrics of each target on the test rows if the model has several targets; otherwise empty.</summary>
    public IReadOnlyList<TargetScore> Targets { get; init; } = [];
}
