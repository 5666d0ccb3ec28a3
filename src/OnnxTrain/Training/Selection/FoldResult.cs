namespace OnnxTrain;

/// <summary>The result of one fold.</summary>
/// <param name="Fold">Its number, 1 for the first.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="TrainingRows">The rows not tested on.</param>
/// <param name="TestRows">The rows tested on.</param>
/// <param name="Score">The metric on the rows tested on.</param>
/// <param name="Loss">The loss on the rows tested on.</param>
/// <param name="History">The course of its training.</param>
public sealed record FoldResult(int Fold, ulong Seed, int TrainingRows, int TestRows, double Score, double Loss, History History)
{
    /// <summary>Loss and metrics of each target on the rows tested on, where the model has several targets; else empty.</summary>
    public IReadOnlyList<TargetScore> Targets { get; init; } = [];
}
