namespace OnnxTrain;

/// <summary>Folds for cross-validation by group and by time, for rows that must not be split at random.</summary>
public static class RowFolds
{
    /// <summary>
    /// Splits rows for cross-validation by group: all rows of a group, such as those of one patient, are in the same fold, and a model is
    /// tested on groups that it has not seen. Each row is a test row in exactly one fold; the folds are those of
    /// <see cref="Folds.Grouped"/>.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <param name="column">A column with one value per row; equal values form a group.</param>
    /// <param name="k">The number of folds, from 2 to the number of groups.</param>
    /// <param name="seed">The seed of the split among those of equal sizes.</param>
    /// <returns>The k folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or more folds than groups.</exception>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="DataException">A row has no value.</exception>
    public static IReadOnlyList<(IRowSource Train, IRowSource Test)> FoldsByGroup(
        this IRowSource source, string column, int k, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Views(source, Folds.Grouped(RowRanks.Read(source, column), k, seed));
    }

    /// <summary>
    /// Splits rows for cross-validation by time: the test rows of each fold follow its training rows. The folds are those of
    /// <see cref="Folds.ByTime"/>.
    /// </summary>
    /// <param name="source">The rows, in any order.</param>
    /// <param name="column">A column with one time per row: numbers, or strings in ordinal order, such as 2026-11-27T12:00.</param>
    /// <param name="k">The number of folds, at least 2 and fewer than there are different times.</param>
    /// <returns>The k folds, each in the order of the source.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or not more times than folds.</exception>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="DataException">A row has no time.</exception>
    public static IReadOnlyList<(IRowSource Train, IRowSource Test)> FoldsByTime(this IRowSource source, string column, int k)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Views(source, Folds.ByTime(RowRanks.Times(source, column), k));
    }

    private static IReadOnlyList<(IRowSource Train, IRowSource Test)> Views(IRowSource source, IReadOnlyList<Fold> folds) =>
        [.. folds.Select(fold => (View(source, fold.Train), View(source, fold.Test)))];

    private static IRowSource View(IRowSource source, int[] rows) => RowSelection.Of(source, Array.ConvertAll(rows, row => (long)row));
}
