using System.Numerics;

namespace OnnxTrain;

/// <summary>The batches of a run.</summary>
internal static class TrainingBatches
{
    /// <summary>Batches of training rows, from batch <paramref name="firstBatch"/> of epoch <paramref name="firstEpoch"/> on.</summary>
    /// <remarks>Options that <see cref="For"/> has looked at, with the same step, have batches that the network takes.</remarks>
    public static BatchReader<T> NewReader<T>(
        this TrainingOptions options, IRowSource data, long firstEpoch = 0, int firstBatch = 0, TrainingStep<T>? step = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong? seed = options.Sampling is Sampling.Shuffled or Sampling.WithReplacement ? options.Seed : null;
        var order = new BatchOrder(
            RowRoles.RequireCount(data), data.Sizes, options.RowsOf(data), seed, options.Sampling == Sampling.WithReplacement,
            options.LastOf(step, data));
        var augment = options.Augmentation is null ? null : Augment<T>(options, data, order.MostRows);
        return new(data, order, firstEpoch, firstBatch, prefetch: augment is null ? null : true, augment);
    }

    /// <summary>
    /// The options for the data. If the last batch has too few rows for the network, such as one row for batch normalization, they are
    /// merged into the previous batch.
    /// </summary>
    /// <exception cref="ArgumentException">The network cannot take the batches.</exception>
    public static TrainingOptions For<T>(this TrainingOptions options, TrainingStep<T> step, IRowSource data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (data.Sizes is { } sizes && options.Sampling == Sampling.FullBatch)
            throw new ArgumentException(
                $"Sampling.FullBatch takes all rows in one batch; these have {sizes.Count} sizes, and a batch holds rows of one. Leave it "
                    + "out, or train on the rows of one size.");
        var batches = new LastBatches<T>(options, step, data);
        var joined = Enumerable.Range(0, batches.BucketCount).Count(batches.IsJoined);
        return joined > 0 ? options with { LastBatch = LastBatch.Merge } : options;
    }

    /// <summary>
    /// What becomes of rows that do not fill the last batch of a bucket: where some have to join the one before, only those do.
    /// </summary>
    private static Func<int, LastBatch> LastOf<T>(this TrainingOptions options, TrainingStep<T>? step, IRowSource data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (step is null || data.Sizes is null || options.LastBatch != LastBatch.Merge) return _ => options.LastBatch;
        var batches = new LastBatches<T>(options with { LastBatch = LastBatch.Keep }, step, data);
        return bucket => batches.IsJoined(bucket) ? LastBatch.Merge : LastBatch.Keep;
    }

    /// <summary>Changes the images of each batch, by what is made for those of its size when the first comes.</summary>
    private static Action<Batch<T>> Augment<T>(TrainingOptions options, IRowSource data, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var roles = new RowRoles(data);
        var augmenters = new ImageAugmenter<T>?[roles.BucketCount];
        return batch =>
            (augmenters[batch.Bucket] ??= new(options.Augmentation!, options.Seed, batch.Columns[0], rows)).Apply(batch);
    }

    internal static int RowsOf(this TrainingOptions options, IRowSource data) =>
        RowRoles.RequireCount(data) is var rows && options.Sampling == Sampling.FullBatch ? rows : Math.Min(options.BatchSize, rows);
}
