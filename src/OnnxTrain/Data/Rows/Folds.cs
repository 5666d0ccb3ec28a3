namespace OnnxTrain;

/// <summary>Splits rows for k-fold cross-validation: each row is a test row in exactly one fold, except in folds by time.</summary>
public static class Folds
{
    private const ulong Use = ulong.MaxValue - 1, GroupUse = ulong.MaxValue - 4;

    /// <summary>Creates random folds. Their sizes differ by at most one row.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="k">The number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">The seed of the split; equal seeds give equal folds.</param>
    /// <returns>The k folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or more folds than rows.</exception>
    public static IReadOnlyList<Fold> Plain(int rows, int k, ulong seed = 0) => Stratified(new int[Math.Max(rows, 0)], k, seed);

    /// <summary>
    /// Creates random stratified folds: the sizes of any two folds, and their numbers of rows of any class, differ by at most one.
    /// </summary>
    /// <param name="labels">The class of each row; any integers.</param>
    /// <param name="k">The number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">The seed of the split; equal seeds give equal folds.</param>
    /// <returns>The k folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or more folds than rows.</exception>
    public static IReadOnlyList<Fold> Stratified(ReadOnlySpan<int> labels, int k, ulong seed = 0)
    {
        if (k < 2 || k > labels.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(k), k, $"The number of folds must be from 2 to the number of rows, {labels.Length}.");
        }

        // Deal the rows like cards, class after class without restarting, so that sizes stay even too.
        var shuffler = RowShuffler.For(seed, Use);
        var foldOf = new int[labels.Length];
        var dealt = 0;
        foreach (var group in RowSplit.Groups(labels))
        {
            shuffler.Shuffle(group);
            foreach (var row in group) foldOf[row] = dealt++ % k;
        }

        return [.. Enumerable.Range(0, k).Select(fold => Of(foldOf, of => of != fold, of => of == fold))];
    }

    /// <summary>
    /// Folds that no group is divided by: all its rows are tested on in the same fold. The largest group first, each goes to the fold with
    /// the fewest rows so far, as in scikit-learn's GroupKFold; equal sizes are decided by lot.
    /// </summary>
    /// <param name="groups">The group of each row; any integers.</param>
    /// <param name="k">The number of folds, from 2 to the number of groups.</param>
    /// <param name="seed">What decides among groups of equal size; equal seeds give equal folds.</param>
    /// <returns>The k folds, each tested on one group at least.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or more folds than groups.</exception>
    public static IReadOnlyList<Fold> Grouped(ReadOnlySpan<int> groups, int k, ulong seed = 0)
    {
        var rowsOf = RowSplit.Groups(groups);
        if (k < 2 || k > rowsOf.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(k), k, $"The number of folds must lie between 2 and the number of groups, {rowsOf.Length}.");
        }

        int[] order = [.. Enumerable.Range(0, rowsOf.Length)];
        RowShuffler.For(seed, GroupUse).Shuffle(order);
        var (foldOf, sizes) = (new int[groups.Length], new int[k]);
        foreach (var group in order.OrderByDescending(group => rowsOf[group].Length))
        {
            var fold = Array.IndexOf(sizes, sizes.Min());
            sizes[fold] += rowsOf[group].Length;
            foreach (var row in rowsOf[group]) foldOf[row] = fold;
        }

        return [.. Enumerable.Range(0, k).Select(fold => Of(foldOf, of => of != fold, of => of == fold))];
    }

    /// <summary>
    /// Folds by time: the rows in the order of time make k + 1 parts of nearly equal size, rows of one time together, and fold i learns
    /// from the first i parts and is tested on the next, as in scikit-learn's TimeSeriesSplit. No fold is tested on the first part.
    /// </summary>
    /// <param name="times">The time of each row; any integers that ascend with time.</param>
    /// <param name="k">The number of folds, at least 2 and fewer than there are different times.</param>
    /// <returns>The k folds; the later ones learn from more rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or not more times than folds.</exception>
    public static IReadOnlyList<Fold> ByTime(ReadOnlySpan<int> times, int k)
    {
        var rowsOf = RowSplit.Groups(times);
        if (k < 2 || k >= rowsOf.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(k), k, $"The number of folds by time must be at least 2 and below the number of different times, {rowsOf.Length}.");
        }

        var (partOf, part, before) = (new int[times.Length], 0, 0);
        for (var time = 0; time < rowsOf.Length; time++)
        {
            // The next part begins where this is closest to its ideal start, and where each remaining part has at least one time.
            var wanted = (double)times.Length * (part + 1) / (k + 1);
            var isNearer = part < k && wanted - before <= before + rowsOf[time].Length - wanted;
            if (time > 0 && (isNearer || rowsOf.Length - time <= k - part)) part++;
            foreach (var row in rowsOf[time]) partOf[row] = part;
            before += rowsOf[time].Length;
        }

        return [.. Enumerable.Range(1, k).Select(fold => Of(partOf, of => of < fold, of => of == fold))];
    }

    private static Fold Of(int[] partOf, Func<int, bool> isTrain, Func<int, bool> isTest)
    {
        var rows = Enumerable.Range(0, partOf.Length);
        return new([.. rows.Where(row => isTrain(partOf[row]))], [.. rows.Where(row => isTest(partOf[row]))]);
    }
}
