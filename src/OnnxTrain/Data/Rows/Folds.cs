namespace OnnxTrain;

/// <summary>Splits rows for k-fold cross-validation: each row is a test row in exactly one fold.</summary>
public static class Folds
{
    private const ulong Use = ulong.MaxValue - 1;

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

        var rows = Enumerable.Range(0, foldOf.Length);
        return [.. Enumerable.Range(0, k).Select(fold => new Fold(
            [.. rows.Where(row => foldOf[row] != fold)], [.. rows.Where(row => foldOf[row] == fold)]))];
    }
}
