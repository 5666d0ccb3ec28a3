namespace OnnxTrain;

/// <summary>Checks of the numbers that transformers are created with.</summary>
internal static class TransformerSizes
{
    /// <exception cref="ArgumentException">The features cannot be divided among the heads.</exception>
    public static void RequireHeads(int features, int heads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (features % heads != 0)
            throw new ArgumentException(
                $"{features} features cannot be divided among {heads} heads; the number of heads must be a divisor of the features.",
                nameof(heads));
    }

    /// <exception cref="ArgumentException">The heads of queries are not a multiple of those of keys.</exception>
    public static void RequireKeyHeads(int heads, int keyHeads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keyHeads, 1);
        if (heads % keyHeads != 0)
            throw new ArgumentException(
                $"{heads} heads cannot share {keyHeads} heads of keys; the heads of keys must be a divisor of the heads.",
                nameof(keyHeads));
    }

    /// <exception cref="ShapeException">x is not int64 [batch, sequence].</exception>
    public static Value RequireTokens(string network, Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.ElementType == ElementType.Int64 && x.Rank == 2
            ? x
            : throw new ShapeException($"{network}: the input is {x.Type}; it must be tokens int64[batch, sequence].");
    }

    /// <exception cref="ArgumentOutOfRangeException">The rate is outside [0, 1).</exception>
    public static void RequireRate(double dropout)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dropout);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(dropout, 1);
    }

    /// <summary>Layers from a function that creates one.</summary>
    public static T[] Layers<T>(int count, Func<T> layer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(layer);
        return [.. Enumerable.Range(0, count).Select(_ => layer())];
    }
}
