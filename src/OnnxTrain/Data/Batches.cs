using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

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

    /// <summary>Copies the features of rows for one input of the model, one row after the other.</summary>
    public void Gather<T>(ReadOnlySpan<int> rows, int input, Span<T> destination)
        where T : IFloatingPointIeee754<T> => Gather(Data.Inputs[input].Floats!, rows, destination);

    /// <summary>Copies the bytes of rows for one input of the model, one row after the other.</summary>
    public void GatherPixels(ReadOnlySpan<int> rows, int input, Span<byte> destination)
    {
        var elements = Dataset.Elements(Data.Inputs[input].Pixels!);
        var length = Data.Inputs[input].RowLength;
        for (var i = 0; i < rows.Length; i++) elements.Slice(rows[i] * length, length).CopyTo(destination[(i * length)..]);
    }

    /// <summary>Copies the targets of rows, one row after the other.</summary>
    public void GatherTargets<T>(ReadOnlySpan<int> rows, Span<T> destination)
        where T : IFloatingPointIeee754<T> => Gather(Data.Targets!, rows, destination);

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

    private void Gather<T>(Tensor<float> source, ReadOnlySpan<int> rows, Span<T> destination)
        where T : IFloatingPointIeee754<T>
    {
        var elements = Dataset.Elements(source);
        var length = Data.RowLength(source);
        for (var i = 0; i < rows.Length; i++)
        {
            // Conversion from float to itself is a copy, and exact to double.
            TensorPrimitives.ConvertTruncating(elements.Slice(rows[i] * length, length), destination.Slice(i * length, length));
        }
    }
}
