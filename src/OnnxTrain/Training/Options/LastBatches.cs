using System.Numerics;

namespace OnnxTrain;

/// <summary>Whether a network takes the last batches that the rows of each size leave.</summary>
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

    /// <summary>Whether the rows of a bucket's last batch have to join the one before: too few by themselves, such as one row.</summary>
    /// <exception cref="ArgumentException">The network does not take the batches that there are.</exception>
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
