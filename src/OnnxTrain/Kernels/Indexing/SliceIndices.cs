namespace OnnxTrain.Kernels;

/// <summary>
/// Where slices of a tensor begin that vectors of indices name, one index for each of its first axes; negative ones count from the end.
/// </summary>
/// <param name="data">The lengths of the tensor.</param>
/// <param name="depth">How many axes are indexed.</param>
/// <param name="operation">The operator, for messages.</param>
internal sealed class SliceIndices(int[] data, int depth, string operation)
{
    /// <summary>Elements of a slice.</summary>
    public int Inner { get; } = ((ReadOnlySpan<int>)data.AsSpan(depth)).Product();

    /// <summary>The first element of slice <paramref name="row"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index leaves its axis.</exception>
    public int Place(ReadOnlySpan<long> indices, int row)
    {
        var at = 0;
        for (var d = 0; d < depth; d++) at = (at * data[d]) + IndexRange.Check(indices[(row * depth) + d], data[d], operation);
        return at * Inner;
    }
}
