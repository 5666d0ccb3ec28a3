namespace OnnxTrain;

/// <summary>Consecutive rows, for readers that read rows one by one.</summary>
internal static class RowRange
{
    /// <summary>The rows from <paramref name="first"/> on: <paramref name="count"/> rows, or fewer at the end of the source.</summary>
    public static long[] Of(long first, int count, long all)
    {
        var rows = new long[(int)Math.Clamp(all - first, 0, count)];
        for (var i = 0; i < rows.Length; i++) rows[i] = first + i;
        return rows;
    }

    /// <summary><paramref name="count"/> rows, spread evenly over all.</summary>
    public static long[] Spread(long all, int count)
    {
        var rows = new long[count];
        for (var i = 0; i < count; i++) rows[i] = i * all / count;
        return rows;
    }

    /// <summary>Copies the values of rows in order.</summary>
    public static void Gather<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> rows, Span<T> destination)
    {
        for (var i = 0; i < rows.Length; i++) destination[i] = values[(int)rows[i]];
    }
}
