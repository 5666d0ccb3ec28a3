namespace OnnxTrain;

/// <summary>Splits row numbers in two, class by class.</summary>
internal static class RowSplit
{
    private const ulong Use = ulong.MaxValue;

    /// <summary>
    /// Splits rows into two parts, each in ascending order. Each class is split by the fraction, rounded by the largest remainder method so
    /// that the first part has round(rows · fraction) rows, unless more or fewer are needed to have each class of at least two rows in both
    /// parts.
    /// </summary>
    public static (int[] First, int[] Second) Stratified(ReadOnlySpan<int> classes, double fraction, ulong seed)
    {
        if (!(fraction > 0 && fraction < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(fraction), fraction, "The fraction for the first part must lie between 0 and 1.");
        }

        if (classes.Length < 2) throw new ArgumentException($"A split needs at least two rows; there are {classes.Length}.");

        var shuffler = RowShuffler.For(seed, Use);
        var groups = Groups(classes);
        var sizes = Sizes(groups, fraction, classes.Length, ref shuffler);
        var inFirst = new bool[classes.Length];
        for (var g = 0; g < groups.Length; g++)
        {
            shuffler.Shuffle(groups[g]);
            foreach (var row in groups[g].AsSpan(0, sizes[g])) inFirst[row] = true;
        }

        return Parts(inFirst);
    }

    /// <summary>The rows that are in the first part, and the others, both ascending.</summary>
    public static (int[] First, int[] Second) Parts(ReadOnlySpan<bool> inFirst)
    {
        var count = inFirst.Count(true);
        var (first, second, filled) = (new int[count], new int[inFirst.Length - count], 0);
        for (var row = 0; row < inFirst.Length; row++)
        {
            if (inFirst[row]) first[filled++] = row;
            else second[row - filled] = row;
        }

        return (first, second);
    }

    /// <summary>The rows of each class, ascending; the classes in ascending order.</summary>
    public static int[][] Groups(ReadOnlySpan<int> classes)
    {
        var counts = new SortedDictionary<int, int>();
        foreach (var own in classes) counts[own] = counts.GetValueOrDefault(own) + 1;
        int[][] groups = [.. counts.Values.Select(count => new int[count])];
        var places = counts.Keys.Index().ToDictionary(group => group.Item, group => group.Index);
        var filled = new int[groups.Length];
        for (var row = 0; row < classes.Length; row++)
        {
            var group = places[classes[row]];
            groups[group][filled[group]++] = row;
        }

        return groups;
    }

    public static void CheckRows(ReadOnlySpan<int> rows, int count)
    {
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(rows), row, $"There is no row {row}: rows are counted from 0 to {count - 1}.");
            }
        }
    }

    private static int[] Sizes(int[][] groups, double fraction, int rows, ref RowShuffler shuffler)
    {
        var wanted = Math.Clamp((int)Math.Round(rows * fraction), 1, rows - 1);
        var sizes = new int[groups.Length];
        for (var g = 0; g < groups.Length; g++)
        {
            var size = (int)(groups[g].Length * fraction);
            sizes[g] = groups[g].Length < 2 ? size : Math.Clamp(size, 1, groups[g].Length - 1);
        }

        // Equal remainders are ordered at random: in class order, the first of many one-row classes would go to the same part.
        int[] order = [.. Enumerable.Range(0, groups.Length)];
        shuffler.Shuffle(order);
        var missing = wanted - sizes.Sum();
        foreach (var g in order.OrderByDescending(g => (groups[g].Length * fraction) - sizes[g]))
        {
            var most = groups[g].Length < 2 ? 1 : groups[g].Length - 1;
            if (missing > 0 && sizes[g] < most)
            {
                sizes[g]++;
                missing--;
            }
        }

        return sizes;
    }
}
