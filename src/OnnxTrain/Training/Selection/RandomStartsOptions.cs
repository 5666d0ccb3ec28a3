namespace OnnxTrain;

/// <summary>How <see cref="RandomStarts"/> trains and judges models.</summary>
public sealed record RandomStartsOptions
{
    /// <summary>The number of models.</summary>
    public int Count { get; init; } = 5;

    /// <summary>The seed of the first training; those of the others are drawn from it.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many epochs are run, whatever the trainer's patience; null for the estimator's, with the trainer's patience.</summary>
    public int? ExactEpochs { get; init; }

    /// <summary>What models are told to have scored; null for accuracy of classifiers, R² of regressors, and the loss of others.</summary>
    public Metric? Metric { get; init; }

    /// <summary>Which of several targets the metric is of; null for the loss of all together.</summary>
    public string? Target { get; init; }

    /// <summary>
    /// How many are trained at a time; null for <see cref="Parallelism.MaxThreads"/>. The results are the same for every number.
    /// </summary>
    public int? MaxParallelism { get; init; }
}
