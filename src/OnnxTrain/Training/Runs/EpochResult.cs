namespace OnnxTrain;

/// <summary>The result of one epoch.</summary>
/// <param name="Epoch">Its number, counted from 1.</param> <param name="TrainingLoss">The mean loss of its batches, each before its
/// update.</param>
/// <param name="TrainingMetric">The accuracy on the same batches, or null.</param>
/// <param name="ValidationLoss">The loss on the validation rows after it, or null.</param>
/// <param name="ValidationMetric">The metric on the validation rows after it, or null.</param>
/// <param name="LearningRate">The learning rate of its last step.</param>
/// <param name="Seconds">Its duration in seconds, including validation.</param>
/// <param name="RowsPerSecond">Training rows per second, without validation.</param>
public sealed record EpochResult(
    int Epoch,
    double TrainingLoss,
    double? TrainingMetric,
    double? ValidationLoss,
    double? ValidationMetric,
    double LearningRate,
    double Seconds,
    double RowsPerSecond)
{
    /// <summary>
    /// Gradient, weights and last update of each parameter, in the model's order. Empty unless <see cref="TrainingOptions.Diagnose"/> is
    /// set, for an epoch that a time limit ended early, and for epochs before a run was resumed from a checkpoint.
    /// </summary>
    public IReadOnlyList<LayerDiagnosis> Layers { get; init; } = [];

    /// <summary>
    /// Dead units after each ReLU or similar activation at the end of the epoch, on the validation rows, or the training rows without
    /// validation; at most 4096 rows are used, spread over all. Empty unless <see cref="TrainingOptions.Diagnose"/> is set, and for epochs
    /// before a run was resumed from a checkpoint.
    /// </summary>
    public IReadOnlyList<UnitDiagnosis> Units { get; init; } = [];

    /// <summary>The metrics of <see cref="TrainingOptions.Metrics"/>, in their order.</summary>
    public IReadOnlyList<MetricResult> Metrics { get; init; } = [];

    /// <summary>
    /// Loss and metrics of each target on the validation rows after the epoch, where the model has several targets; else empty.
    /// <see cref="ValidationLoss"/> is the sum of the losses, each times the weight of its target.
    /// </summary>
    public IReadOnlyList<TargetScore> Targets { get; init; } = [];

    /// <summary>
    /// The metric of <see cref="TrainingOptions.SelectBy"/> on the validation rows after the epoch; null where the loss chooses.
    /// </summary>
    public double? Score { get; init; }

    /// <summary>What the best epoch is chosen by, the lower the better: the score, or else the loss; of equal ones by the loss.</summary>
    /// <param name="selectBy">The metric of the score; null for the loss.</param>
    /// <returns>The rank, of which a number that is undefined is the worst, and the loss.</returns>
    internal (double Rank, double Loss) RankBy(Metric? selectBy)
    {
        var loss = ValidationLoss ?? TrainingLoss;
        var rank = selectBy is null || Score is not { } score ? loss : selectBy.LowerIsBetter ? score : -score;
        return (double.IsNaN(rank) ? double.PositiveInfinity : rank, loss);
    }

    /// <summary>All numbers in order.</summary>
    internal double?[] Numbers =>
    [
        Epoch, TrainingLoss, TrainingMetric, ValidationLoss, ValidationMetric, LearningRate, Seconds, RowsPerSecond,
        .. Metrics.SelectMany(m => (double?[])[m.Training, m.Validation]), .. Targets.Select(score => (double?)score.Value),
        .. Score is null ? Array.Empty<double?>() : [Score],
    ];

    /// <summary>The result with the given numbers.</summary>
    internal static EpochResult Of(
        double?[] numbers, IReadOnlyList<string> metrics, IReadOnlyList<(string Target, string Metric)> targets) =>
        new(
            checked((int)numbers[0]!.Value), numbers[1]!.Value, numbers[2], numbers[3], numbers[4], numbers[5]!.Value, numbers[6]!.Value,
            numbers[7]!.Value)
        {
            Metrics = MetricResult.List(metrics, (name, i) => new(name, numbers[8 + (2 * i)]!.Value, numbers[9 + (2 * i)])),
            Score = numbers.ElementAtOrDefault(8 + (2 * metrics.Count) + targets.Count),
            Targets = TargetScore.List(
                targets.Select((score, i) => new TargetScore(score.Target, score.Metric, numbers[8 + (2 * metrics.Count) + i]!.Value))),
        };
}
