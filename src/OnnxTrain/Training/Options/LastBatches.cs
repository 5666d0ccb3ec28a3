using System.Numerics;

namespace OnnxTrain;

/// <summary>Checks whether a network can be trained on the last batch of the rows of each size.</summary>
internal sealed class LastBatches<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TrainingOptions _options;
    private readonly TrainingStep<T> _step;
    private readonly RowRoles _roles;
    private readonly int[] _counts;
    private readonly int _batchSize;

    public LastBatches(TrainingOptions options, TrainingStep<T> step, IRowSource data)
    {
        (_options, _step, _roles) = (options, step, new(data));
        (_counts, _batchSize) = (BatchOrder.Counts(_roles.RowCount, data.Sizes), options.RowsOf(data));
    }

    public int BucketCount => _counts.Length;

    /// <summary>Whether a bucket's last batch has too few rows, such as one, and must be merged into the previous batch.</summary>
    /// <exception cref="ArgumentException">The network cannot be trained on batches of this size.</exception>
    public bool IsJoined(int bucket)
    {
        var columns = _roles.ColumnsOf(bucket);
        var rows = Math.Min(_batchSize, _counts[bucket]);
        var lastRows = BatchOrder.Sizes(_counts[bucket], rows, _options.LastBatch).LastRows;
        if (lastRows < rows && Refusal(lastRows) is not null && Refusal(rows + lastRows) is null) return true;
        if ((Refusal(rows) ?? Refusal(lastRows)) is not { } refusal) return false;
        var which = _counts.Length == 1 ? "The data have" : $"Of the size {columns[0].RowText} the data have";
        throw new ArgumentException(
            $"{which} {_counts[bucket]} rows and a batch {rows}, so the last has {lastRows}: {refusal.Message}", refusal);

        ArgumentException? Refusal(int count) => _step.Refuses(RowAxes.Of(_step.Model, columns, count));
    }
}
