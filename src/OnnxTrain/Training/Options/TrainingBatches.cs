using System.Numerics;

namespace OnnxTrain;

/// <summary>The batches of a run.</summary>
internal static class TrainingBatches
{
    /// <summary>Batches of training rows, from batch <paramref name="firstBatch"/> of epoch <paramref name="firstEpoch"/> on.</summary>
    public static BatchReader<T> NewReader<T>(this TrainingOptions options, IRowSource data, long firstEpoch = 0, int firstBatch = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong? seed = options.Sampling is Sampling.Shuffled or Sampling.WithReplacement ? options.Seed : null;
        var batchSize = options.RowsOf(data);
        var most = Math.Max(batchSize, BatchReader<T>.Sizes(RowRoles.RequireCount(data), batchSize, options.LastBatch).LastRows);
        var augmenter = options.Augmentation is null
            ? null
            : new ImageAugmenter<T>(options.Augmentation, options.Seed, new RowRoles(data).Features[0], most);
        return new(
            data, batchSize, seed, firstEpoch, firstBatch, prefetch: augmenter is null ? null : true,
            withReplacement: options.Sampling == Sampling.WithReplacement, augment: augmenter is null ? null : augmenter.Apply,
            last: options.LastBatch);
    }

    /// <summary>
    /// The options for the data. If the last batch has too few rows for the network, such as one row for batch normalization, they are
    /// merged into the previous batch.
    /// </summary>
    /// <exception cref="ArgumentException">The network cannot take the batches.</exception>
    public static TrainingOptions For<T>(this TrainingOptions options, TrainingStep<T> step, IRowSource data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var batchSize = options.RowsOf(data);
        var lastRows = BatchReader<T>.Sizes(RowRoles.RequireCount(data), batchSize, options.LastBatch).LastRows;
        if (lastRows < batchSize && step.Refuses(lastRows) is not null && step.Refuses(batchSize + lastRows) is null)
            return options with { LastBatch = LastBatch.Merge };
        if ((step.Refuses(batchSize) ?? step.Refuses(lastRows)) is { } refusal)
            throw new ArgumentException(
                $"The data have {data.RowCount} rows and a batch {batchSize}, so the last has {lastRows}: {refusal.Message}", refusal);
        return options;
    }

    private static int RowsOf(this TrainingOptions options, IRowSource data) =>
        RowRoles.RequireCount(data) is var rows && options.Sampling == Sampling.FullBatch ? rows : Math.Min(options.BatchSize, rows);
}
