namespace OnnxTrain;

/// <summary>The order of the rows in an epoch.</summary>
internal static class RowOrder
{
    /// <summary>Writes the order of the rows in an epoch: each row once, shuffled, depending only on (seed, epoch).</summary>
    public static void Order(ulong seed, long epoch, Span<int> order)
    {
        InOrder(order);
        RowShuffler.For(seed, (ulong)epoch).Shuffle(order);
    }

    /// <summary>Writes the rows of an epoch, each drawn with replacement, depending only on (seed, epoch).</summary>
    public static void Draw(ulong seed, long epoch, Span<int> order) => RowShuffler.For(seed, (ulong)epoch).Draw(order);

    /// <summary>Writes 0, 1, 2, …</summary>
    public static void InOrder(Span<int> order)
    {
        for (var i = 0; i < order.Length; i++) order[i] = i;
    }
}
