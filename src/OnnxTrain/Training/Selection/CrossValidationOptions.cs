namespace OnnxTrain;

/// <summary>The options of <see cref="CrossValidation"/>.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>
    /// The number of folds k. Each row is a test row of one model, which was trained on the other folds, or on earlier rows if the folds
    /// are by <see cref="Time"/>.
    /// </summary>
    public int Folds { get; init; } = 10;

    /// <summary>
    /// Whether folds are stratified, so that each has the same fractions of classes; null for classifiers only, unless rows are split by
    /// <see cref="Group"/> or <see cref="Time"/>.
    /// </summary>
    public bool? Stratified { get; init; }

    /// <summary>
    /// A column whose rows of equal value stay in one fold, such as the patient of each row: models are tested on groups that they have not
    /// seen. Null to split rows at random. The column is still a feature of the model unless it is excluded there.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>
    /// A column of times by which the rows are split: the training rows of a fold precede its test rows, and no fold tests the earliest
    /// rows (<see cref="OnnxTrain.Folds.ByTime"/>). Null to split rows at random.
    /// </summary>
    public string? Time { get; init; }

    /// <summary>The seed of the split of the rows and of each fold's training.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The fraction of each fold's training rows that is held out for early stopping: at least 0 and below 1. With 0, training is validated
    /// on the test rows, so they determine the best number of epochs, and their score is slightly optimistic if early stopping picks the
    /// weights.
    /// </summary>
    public double Validation
    {
        get;
        init =>
            field = value is >= 0 and < 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Validation), value, "Must be at least 0 and below 1.");
    }

    /// <summary>
    /// The metric; null for the accuracy of classifiers, R² of regression models, and the loss of others. The loss of several targets is
    /// the weighted sum of their losses; a metric is that of <see cref="Target"/>.
    /// </summary>
    public Metric? Metric { get; init; }

    /// <summary>
    /// The target to evaluate and to stratify by, if there are several; null for all targets together.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>
    /// The number of folds trained in parallel; null for <see cref="Parallelism.MaxThreads"/>. The results do not depend on it.
    /// </summary>
    public int? MaxParallelism { get; init; }
}
