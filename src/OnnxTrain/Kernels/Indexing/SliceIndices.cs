namespace OnnxTrain.Kernels;

/// <summary>
/// The start of slices of a tensor at vectors of indices, with one index for each of its first axes; negative indices count from the end.
/// </summary>
/// <param name="data">The lengths of the tensor.</param>
/// <param name="depth">The number of indexed axes.</param>
/// <param name="operation">The operator, for messages.</param>
internal sealed class SliceIndices(int[] data, int depth, string operation)
{
    /// <summary>Elements of a slice.</summary>
    public int Inner { get; } = ((ReadOnlySpan<int>)data.AsSpan(depth)).Product();

    /// <summary>The first element of slice <paramref name="row"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public int Place(ReadOnlySpan<long> indices, int row)
    {
        var at = 0;
        for (var d = 0; d < depth; d++) at = (at * data[d]) + IndexRange.Check(indices[(row * depth) + d], data[d], operation);
        return at * Inner;
    }
}
