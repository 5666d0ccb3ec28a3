namespace OnnxTrain;

/// <summary>The options of <see cref="CrossValidation"/>.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>The number of folds k. Each row is a test row of one model, which was trained on the other folds.</summary>
    public int Folds { get; init; } = 10;

    /// <summary>Whether folds are stratified, so that each has the same fractions of classes; null for classifiers only.</summary>
    public bool? Stratified { get; init; }

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

    /// <summary>The metric; null for the accuracy of classifiers, R² of regression models, and the loss of others.</summary>
    public Metric? Metric { get; init; }

    /// <summary>
    /// The number of folds trained in parallel; null for <see cref="Parallelism.MaxThreads"/>. The results do not depend on it.
    /// </summary>
    public int? MaxParallelism { get; init; }
}
