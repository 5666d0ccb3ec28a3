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
