namespace OnnxTrain;

/// <summary>Masks as layers take them.</summary>
internal static class AttentionMasks
{
    /// <summary>
    /// The mask of scores [batch, heads, queries, keys] for a mask of keys [batch, keys], of queries and keys [batch, queries, keys], or of
    /// scores.
    /// </summary>
    public static Value Of(string layer, Value mask) => mask.Rank switch
    {
        2 => mask.Unsqueeze(1).Unsqueeze(1),
        3 => mask.Unsqueeze(1),
        4 => mask,
        _ => throw new ShapeException(
            $"{layer}: the mask is {mask.Type}; it must be [batch, keys], [batch, queries, keys] or [batch, heads, queries, keys]."),
    };
}

public partial class Value
{
    /// <summary>
    /// Which positions are within rows of the given lengths, as a mask of keys: true for the first lengths[i] positions of row i, false for
    /// the padding after them.
    /// </summary>
    /// <param name="length">The length of the padded rows.</param>
    /// <returns>bool [batch, length] for this value int64 [batch].</returns>
    /// <exception cref="ShapeException">This value is not int64 [batch].</exception>
    public Value SequenceMask(Dimension length) => ElementType == ElementType.Int64 && Rank == 1
        ? Arange(length).Unsqueeze(0) < Unsqueeze(1)
        : throw new ShapeException($"SequenceMask: the lengths are {Type}; they must be int64[batch].");
}
