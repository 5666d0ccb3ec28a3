namespace OnnxTrain;

/// <summary>The options of <see cref="CrossValidation"/>.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>
    /// The number of folds k: each row is tested on by one model, which learned from the other folds; by time, from those before.
    /// </summary>
    public int Folds { get; init; } = 10;

    /// <summary>
    /// Whether each fold has its share of each class; null for classifiers alone, unless rows are divided by <see cref="Group"/> or
    /// <see cref="Time"/>.
    /// </summary>
    public bool? Stratified { get; init; }

    /// <summary>
    /// A column of which all rows of one value stay together, in one fold, such as the patient that rows are of: models are tested on
    /// groups that they have not seen. Null to divide rows at random. The model looks at the column all the same unless it is told not to.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>
    /// A column of times by which the rows are divided: a fold learns from rows before those that it is tested on, and no fold is tested on
    /// the earliest rows (<see cref="OnnxTrain.Folds.ByTime"/>). Null to divide rows at random.
    /// </summary>
    public string? Time { get; init; }

    /// <summary>Selects the division of the rows and the seed of each fold's training.</summary>
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
    /// What models are judged by; null for accuracy of classifiers, R² of regressors, and the loss of others. Of several targets the loss
    /// is the weighted sum of theirs; a metric is that of <see cref="Target"/>.
    /// </summary>
    public Metric? Metric { get; init; }

    /// <summary>
    /// Which of several targets models are judged by, and whose classes are divided evenly among the folds; null for all targets together.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>
    /// How many folds are trained at a time; null for <see cref="Parallelism.MaxThreads"/>. The results are the same for every number.
    /// </summary>
    public int? MaxParallelism { get; init; }
}
