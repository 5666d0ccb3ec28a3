using System.Numerics;

namespace OnnxTrain;

/// <summary>Orders the rows of a data set for each epoch and copies rows into buffers, allocating nothing.</summary>
internal sealed class Batches(Dataset data)
{
    public Dataset Data { get; } = data;

    /// <summary>Writes the order of the rows in an epoch: each row once, shuffled by (seed, epoch) alone.</summary>
    public static void Order(ulong seed, long epoch, Span<int> order)
    {
        InOrder(order);
        RowShuffler.For(seed, (ulong)epoch).Shuffle(order);
    }

    /// <summary>Writes the rows of an epoch, each drawn from all of them by (seed, epoch) alone.</summary>
    public static void Draw(ulong seed, long epoch, Span<int> order) => RowShuffler.For(seed, (ulong)epoch).Draw(order);

    /// <summary>Writes 0, 1, 2, …</summary>
    public static void InOrder(Span<int> order)
    {
        for (var i = 0; i < order.Length; i++) order[i] = i;
    }

    /// <summary>Copies the labels of rows.</summary>
    public void GatherLabels(ReadOnlySpan<int> rows, Span<long> destination)
    {
        for (var i = 0; i < rows.Length; i++) destination[i] = Data.Labels[rows[i]];
    }

    /// <summary>Copies the weights of rows, if there are any to copy.</summary>
    public void GatherWeights<T>(ReadOnlySpan<int> rows, Span<T> destination)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < destination.Length; i++) destination[i] = T.CreateTruncating(Data.Weights[rows[i]]);
    }
}
