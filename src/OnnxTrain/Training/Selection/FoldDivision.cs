namespace OnnxTrain;

/// <summary>
/// How rows are split for cross-validation, and training rows again for early stopping: by class, group or time, or at random.
/// </summary>
internal sealed class FoldDivision
{
    private readonly CrossValidationOptions _options;
    private readonly int[]? _ranks;

    /// <param name="options">The options that select the split.</param>
    /// <param name="ranks">The class, group or time of each row; null for a random split.</param>
    private FoldDivision(CrossValidationOptions options, int[]? ranks) => (_options, _ranks) = (options, ranks);

    /// <summary>Creates the folds, and the rule that splits training rows again.</summary>
    /// <exception cref="ArgumentException">The options contradict each other or the rows.</exception>
    public static (FoldDivision Division, IReadOnlyList<Fold> Folds) Of(
        SelectionRows rows, Model model, (int[] Labels, Func<int, string> Name)? classes, CrossValidationOptions options)
    {
        if (options is { Group: not null, Time: not null })
            throw new ArgumentException("Folds are by group or by time; leave one of Group and Time out.", nameof(options));
        if ((options.Group ?? options.Time) is { } column)
        {
            if (options.Stratified == true)
                throw new ArgumentException($"Folds by '{column}' cannot be stratified by class, too; leave Stratified out.");
            var ranks = options.Time is null ? rows.Ranks(column) : rows.Times(column);
            return (
                new(options, ranks),
                options.Time is null ? Folds.Grouped(ranks, options.Folds, options.Seed) : Folds.ByTime(ranks, options.Folds));
        }

        if (options.Stratified == true && classes is null)
            throw new ArgumentException(
                model.Target.Parts.Count > 1
                    ? "Stratified folds need classes, and there are several targets; name the one with the classes in Target, or leave "
                        + "Stratified out."
                    : "Stratified folds need classes, and these rows have regression targets; leave Stratified out.");
        if (classes is not { } known) return (new(options, null), Folds.Plain(rows.Count, options.Folds, options.Seed));
        if (options.Stratified == false) return (new(options, known.Labels), Folds.Plain(rows.Count, options.Folds, options.Seed));
        RequireRowsOfEachClass(known.Labels, known.Name, options.Folds);
        return (new(options, known.Labels), Folds.Stratified(known.Labels, options.Folds, options.Seed));
    }

    /// <summary>
    /// The training rows to validate on: rows of other groups, or later rows, or else some rows of each class. The only row of a class is
    /// used for training. Empty if there is no such split.
    /// </summary>
    public int[] HoldBack(int[] train, double part, ulong seed)
    {
        var ranks = _ranks is null ? new int[train.Length] : CsvColumn.Pick(_ranks, train);
        if ((_options.Group ?? _options.Time) is { } column)
        {
            int[] distinct = [.. ranks.Distinct().Order()];
            if (distinct.Length < 2) return [];
            int[] own = [.. ranks.Select(rank => Array.BinarySearch(distinct, rank))];
            var (_, held) = _options.Time is null
                ? GroupSplit.Of(own, column, 1 - part, seed)
                : GroupSplit.ByTime(own, column, 1 - part);
            return CsvColumn.Pick(train, held);
        }

        var counts = ranks.CountBy(label => label).ToDictionary();
        int[] several = [.. Enumerable.Range(0, train.Length).Where(i => counts[ranks[i]] > 1)];
        if (several.Length < 2) return [];
        var (_, second) = RowSplit.Stratified(CsvColumn.Pick(ranks, several), 1 - part, seed);
        return CsvColumn.Pick(train, CsvColumn.Pick(several, second));
    }

    private static void RequireRowsOfEachClass(int[] labels, Func<int, string> name, int folds)
    {
        var (label, count) = labels.CountBy(l => l).MinBy(pair => pair.Value);
        if (count >= folds) return;
        var remedy = count < 2
            ? "leave that class out, or set Stratified to false"
            : Invariant($"use at most {count} folds, leave that class out, or set Stratified to false");
        throw new ArgumentException($"{folds} folds are too many for the {count} rows of the class {name(label)}: {remedy}.");
    }
}
