namespace OnnxTrain;

/// <summary>Splits rows in two parts, keeping groups together.</summary>
internal static class GroupSplit
{
    private const ulong Use = ulong.MaxValue - 2;

    /// <summary>
    /// Assigns groups in random order: each goes to the first part if this brings its size closer to the fraction. Both parts get at least
    /// one group.
    /// </summary>
    /// <param name="groups">The group of each row, from 0.</param>
    /// <param name="column">The name of the column, for error messages.</param>
    /// <param name="fraction">The fraction of rows in the first part.</param>
    /// <param name="seed">The seed of the order.</param>
    public static (int[] First, int[] Second) Of(int[] groups, string column, double fraction, ulong seed)
    {
        var shuffler = RowShuffler.For(seed, Use);
        RequireFraction(fraction);
        var sizes = new int[groups.Length == 0 ? 0 : groups.Max() + 1];
        foreach (var group in groups) sizes[group]++;
        if (sizes.Length < 2)
            throw new ArgumentException($"A split by '{column}' needs at least two groups; there are {sizes.Length}.", nameof(column));
        int[] order = [.. Enumerable.Range(0, sizes.Length)];
        shuffler.Shuffle(order);
        var (inFirst, count, wanted) = (new bool[sizes.Length], 0, groups.Length * fraction);
        foreach (var group in order)
        {
            inFirst[group] = Math.Abs(count + sizes[group] - wanted) < Math.Abs(count - wanted);
            if (inFirst[group]) count += sizes[group];
        }

        // If all groups are larger than the part, the smallest is used.
        var smallest = order.MinBy(group => sizes[group]);
        if (Array.TrueForAll(inFirst, first => first == inFirst[0])) inFirst[smallest] = !inFirst[smallest];
        return Parts(groups.Length, row => inFirst[groups[row]]);
    }

    /// <summary>Splits into the earliest rows and the others.</summary>
    /// <param name="times">The rank of each row's time.</param>
    /// <param name="column">The name of the column, for error messages.</param>
    /// <param name="fraction">The fraction of rows in the first part.</param>
    public static (int[] First, int[] Second) ByTime(int[] times, string column, double fraction)
    {
        RequireFraction(fraction);
        int[] ordered = [.. times.Order()];
        if (ordered.Length == 0 || ordered[0] == ordered[^1])
            throw new ArgumentException($"A split by '{column}' needs at least two different times.", nameof(column));
        var limit = ordered[Math.Clamp((int)Math.Round(times.Length * fraction), 1, times.Length - 1)];
        if (limit == ordered[0]) limit = ordered[Array.FindIndex(ordered, time => time > limit)];
        return Parts(times.Length, row => times[row] < limit);
    }

    private static void RequireFraction(double fraction)
    {
        if (!(fraction > 0 && fraction < 1))
            throw new ArgumentOutOfRangeException(
                nameof(fraction), fraction, "The fraction for the first part must lie between 0 and 1.");
    }

    private static (int[] First, int[] Second) Parts(int rows, Func<int, bool> isFirst)
    {
        var parts = Enumerable.Range(0, rows).ToLookup(isFirst);
        return ([.. parts[true]], [.. parts[false]]);
    }
}
