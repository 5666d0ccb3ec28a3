using System.Numerics;

namespace OnnxTrain;

/// <summary>The settings of a <see cref="Trainer"/> as its loop takes them.</summary>
internal sealed record TrainingSettings
{
    public required ulong Seed { get; init; }

    public required int BatchSize { get; init; }

    public required Sampling Sampling { get; init; }

    public required int? Patience { get; init; }

    public required TimeSpan? TimeLimit { get; init; }

    public required double? LossThreshold { get; init; }

    public required LearningRateSchedule? Schedule { get; init; }

    public required int AccumulationSteps { get; init; }

    /// <summary>Whether rows have weights.</summary>
    public required bool IsWeighted { get; init; }

    public required bool Diagnose { get; init; }

    public required ImageAugmentation? Augmentation { get; init; }

    public required CheckpointOptions? Checkpoint { get; init; }

    public required TrainingBackend Backend { get; init; }

    public required UpdateSettings Update { get; init; }

    /// <summary>What becomes of rows that do not fill the last batch of an epoch.</summary>
    public required LastBatch LastBatch { get; init; }

    /// <summary>Whether each image is mixed with another.</summary>
    public bool IsMixed => Augmentation is { Mixup: > 0 };

    /// <summary>Batches of training rows, from batch <paramref name="firstBatch"/> of epoch <paramref name="firstEpoch"/> on.</summary>
    public BatchReader<T> NewReader<T>(Dataset data, long firstEpoch = 0, int firstBatch = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong? seed = Sampling is Sampling.Shuffled or Sampling.WithReplacement ? Seed : null;
        var batchSize = RowsOf(data);
        var most = Math.Max(batchSize, BatchReader<T>.Sizes(data.RowCount, batchSize, LastBatch).LastRows);
        var augmenter = Augmentation is null ? null : new ImageAugmenter<T>(Augmentation, Seed, data, most);
        return new(
            data, batchSize, seed, firstEpoch, firstBatch, prefetch: augmenter is null ? null : true,
            withReplacement: Sampling == Sampling.WithReplacement, augment: augmenter is null ? null : augmenter.Apply, last: LastBatch);
    }

    /// <summary>
    /// The settings for such data: where a last batch has too few rows for the network, such as one row for batch normalization, they join
    /// the batch before.
    /// </summary>
    /// <exception cref="ArgumentException">The network does not take the batches that there are.</exception>
    public TrainingSettings For<T>(TrainingStep<T> step, Dataset data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var batchSize = RowsOf(data);
        var lastRows = BatchReader<T>.Sizes(data.RowCount, batchSize, LastBatch).LastRows;
        if (lastRows < batchSize && step.Refuses(lastRows) is not null && step.Refuses(batchSize + lastRows) is null)
            return this with { LastBatch = LastBatch.Merge };
        if ((step.Refuses(batchSize) ?? step.Refuses(lastRows)) is { } refusal)
            throw new ArgumentException(
                $"The data have {data.RowCount} rows and a batch {batchSize}, so the last has {lastRows}: {refusal.Message}", refusal);
        return this;
    }

    private int RowsOf(Dataset data) => Sampling == Sampling.FullBatch ? data.RowCount : Math.Min(BatchSize, data.RowCount);
}
