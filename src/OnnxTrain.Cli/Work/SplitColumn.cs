namespace OnnxTrain.Cli;

/// <summary>
/// A column by which rows are held back: all rows of a group, such as those of a customer, or the latest rows, so that the future never
/// trains the past.
/// </summary>
/// <param name="Name">The column.</param>
/// <param name="IsTime">Whether it is a time, not a group.</param>
internal sealed record SplitColumn(string Name, bool IsTime)
{
    private string Option => IsTime ? "--split-time" : "--split-by";

    /// <summary>The column that a request names; null if it names none.</summary>
    /// <exception cref="ToolException">It names two, or one that cannot split the rows.</exception>
    /// <exception cref="DataException">There is no such column, or its dates can be read in several ways.</exception>
    public static SplitColumn? Of(
        ColumnsRequest columns, TabularOptions options, CsvTable table, IReadOnlyList<string> targets, IReadOnlyList<string> ignored)
    {
        if ((columns.SplitBy ?? columns.SplitTime) is not { } name) return null;
        if (columns is { SplitBy: not null, SplitTime: not null })
            throw new ToolException("--split-by and --split-time both split the rows.", "Leave one of them out.");
        var column = table[name];
        var split = new SplitColumn(name, columns.SplitTime is not null);
        if (targets.Contains(name) || ignored.Contains(name))
            throw new ToolException(
                $"{split.Option} '{name}' is {(targets.Contains(name) ? "the target" : "in --ignore")} too.", "Choose another column.");
        if (column.MissingCount > 0)
            throw new ToolException(
                $"{split.Option}: {Numbers.Count(column.MissingCount, "row")} {(column.MissingCount == 1 ? "has" : "have")} no value of "
                    + $"'{name}'.",
                "Leave such rows out, or choose another column.");
        if (column.DistinctCount < 2)
            throw new ToolException($"{split.Option}: '{name}' has the same value in every row.", "Choose another column.");
        if (!split.IsTime || column.Kind == ColumnKind.Numeric) return split;
        if (column.Kind != ColumnKind.Time)
            throw new ToolException(
                $"--split-time: '{name}' holds '{Other(column)}', which is no time, or not of the form of the others.",
                "Write all times alike, as numbers or such as 2026-11-27 or 2026-11-27T18:30:00.");
        _ = options.TimeFormatOf(column);
        return split;
    }

    /// <summary>The first text that is no time of the form of those before it.</summary>
    private static string Other(CsvColumn column) => column.Categories[TimeForm.FirstOther(column.Categories) ?? 0];

    /// <summary>Training and validation rows.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">The targets: a validation row whose class no training row has is left out.</param>
    /// <param name="part">The part of the rows to hold back.</param>
    /// <param name="seed">What selects the groups.</param>
    /// <param name="notes">Filled with what was held back.</param>
    public (CsvTable Train, CsvTable Validation) Split(
        CsvTable table, IReadOnlyList<Target> targets, double part, ulong seed, List<string> notes)
    {
        var ranks = IsTime ? RowRanks.Times(table, Name) : RowRanks.Read(table, Name);
        var (first, second) = IsTime ? GroupSplit.ByTime(ranks, Name, 1 - part) : GroupSplit.Of(ranks, Name, 1 - part, seed);
        var (train, validation) = (table.Select(first), table.Select(second));
        notes.Add(IsTime
            ? $"validation: the {Numbers.Count(second.Length, "row")} from '{table[Name].Text(second.MinBy(row => ranks[row]))}' on, by "
                + $"'{Name}'"
            : $"validation: all rows of {Numbers.Count(validation[Name].DistinctCount, "group")} of {table[Name].DistinctCount:N0}, by "
                + $"'{Name}'");
        foreach (var target in targets.OfType<ClassTarget>())
        {
            var kept = ((ClassTarget)target.Fit(train)).KnownRows(validation);
            if (kept.Length == validation.RowCount) continue;
            notes.Add(
                $"{Numbers.Count(validation.RowCount - kept.Length, "validation row")} left out: no training row has their class of "
                    + $"'{target.Name}'");
            validation = kept.Length > 0
                ? validation.Select(kept)
                : throw new ToolException(
                    $"No training row has a class of '{target.Name}' that validation rows have.", $"Leave out {Option} {Name}.");
        }

        return (train, validation);
    }
}
