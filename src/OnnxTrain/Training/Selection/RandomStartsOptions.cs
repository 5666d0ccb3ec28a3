namespace OnnxTrain;

/// <summary>The options of <see cref="RandomStarts"/>.</summary>
public sealed record RandomStartsOptions
{
    /// <summary>The number of models.</summary>
    public int Count { get; init; } = 5;

    /// <summary>The seed of the first training; those of the others are drawn from it.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The exact number of epochs, regardless of the trainer's patience; null for the estimator's maximum, with patience.
    /// </summary>
    public int? ExactEpochs { get; init; }

    /// <summary>
    /// The metric of the reported scores; null for the accuracy of classifiers, R² of regression models, and the loss of others.
    /// </summary>
    public Metric? Metric { get; init; }

    /// <summary>The target of the metric, if there are several; null for the loss of all together.</summary>
    public string? Target { get; init; }

    /// <summary>
    /// The number of models trained in parallel; null for <see cref="Parallelism.MaxThreads"/>. The results do not depend on it.
    /// </summary>
    public int? MaxParallelism { get; init; }
}
