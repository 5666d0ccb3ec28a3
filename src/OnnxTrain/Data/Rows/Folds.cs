namespace OnnxTrain;

/// <summary>Divides rows for k-fold cross-validation: each row is tested on in exactly one fold.</summary>
public static class Folds
{
    private const ulong Use = ulong.MaxValue - 1;

    /// <summary>Folds at random. Their sizes differ by one row at most.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="k">The number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">What selects the division; equal seeds give equal folds.</param>
    /// <returns>The k folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or more folds than rows.</exception>
    public static IReadOnlyList<Fold> Plain(int rows, int k, ulong seed = 0) => Stratified(new int[Math.Max(rows, 0)], k, seed);

    /// <summary>
    /// Folds at random with each class divided evenly: neither the sizes of two folds nor their numbers of rows of one
    /// class differ by more than one.
    /// </summary>
    /// <param name="labels">The class of each row; any integers.</param>
    /// <param name="k">The number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">What selects the division; equal seeds give equal folds.</param>
    /// <returns>The k folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or more folds than rows.</exception>
    public static IReadOnlyList<Fold> Stratified(ReadOnlySpan<int> labels, int k, ulong seed = 0)
    {
        if (k < 2 || k > labels.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(k), k, $"The number of folds must lie between 2 and the number of rows, {labels.Length}.");
        }

        // Deal the rows like cards, class after class without starting anew, so that sizes stay even too.
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
