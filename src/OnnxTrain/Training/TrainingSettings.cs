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

    /// <summary>Whether each image is mixed with another.</summary>
    public bool IsMixed => Augmentation is { Mixup: > 0 };

    /// <summary>Batches of training rows, from batch <paramref name="firstBatch"/> of epoch <paramref name="firstEpoch"/> on.</summary>
    public BatchReader<T> NewReader<T>(Dataset data, long firstEpoch = 0, int firstBatch = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong? seed = Sampling is Sampling.Shuffled or Sampling.WithReplacement ? Seed : null;
        var batchSize = Sampling == Sampling.FullBatch ? data.RowCount : Math.Min(BatchSize, data.RowCount);
        var augmenter = Augmentation is null ? null : new ImageAugmenter<T>(Augmentation, Seed, data, batchSize);
        return new(
            data, batchSize, seed, firstEpoch, firstBatch, prefetch: augmenter is null ? null : true,
            withReplacement: Sampling == Sampling.WithReplacement, augment: augmenter is null ? null : augmenter.Apply);
    }
}
