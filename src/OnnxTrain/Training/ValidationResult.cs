namespace OnnxTrain;

/// <summary>The result of evaluating a model on rows with known targets.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Predictions">Predictions and true values; null if the model's task has no metrics, or if it has several
/// targets.</param>
internal sealed record ValidationResult(double Loss, Predictions? Predictions)
{
    /// <summary>Predictions and true values of each of several targets; empty for one target.</summary>
    public IReadOnlyDictionary<string, Predictions> Targets { get; init; } = new Dictionary<string, Predictions>();

    /// <summary>Loss and metrics of each of several targets; empty for one target.</summary>
    public IReadOnlyList<TargetScore> Scores { get; init; } = [];

    /// <summary>The result for several targets: the loss is the weighted sum of their losses, if these are known.</summary>
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
