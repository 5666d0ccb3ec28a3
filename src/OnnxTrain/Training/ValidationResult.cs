namespace OnnxTrain;

/// <summary>A model on rows with known answers.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Predictions">Predictions beside the truth; null if the model's task has no metrics, or where it has several
/// targets.</param>
internal sealed record ValidationResult(double Loss, Predictions? Predictions)
{
    /// <summary>Predictions beside the truth of each of several targets; empty where there is one.</summary>
    public IReadOnlyDictionary<string, Predictions> Targets { get; init; } = new Dictionary<string, Predictions>();

    /// <summary>Loss and metrics of each of several targets; empty where there is one.</summary>
    public IReadOnlyList<TargetScore> Scores { get; init; } = [];

    /// <summary>The result of several targets: the loss is the weighted sum of theirs where they are known.</summary>
    public static ValidationResult Of<T>(
        IReadOnlyList<Target> targets, IReadOnlyDictionary<string, Predictions> predictions, TargetLosses<T> losses, double loss)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var means = losses.Means();
        return new(means.Count == 0 ? loss : means.Zip(targets, (mean, target) => mean * target.Weight).Sum(), null)
        {
            Targets = predictions, Scores = TargetPredictions.Scores(targets, predictions, means),
        };
    }
}
