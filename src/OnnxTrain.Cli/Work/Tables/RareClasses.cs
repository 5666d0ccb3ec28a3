namespace OnnxTrain.Cli;

/// <summary>Classes with so few rows that they cannot be learned and judged: kept, left out, or made one class.</summary>
internal static class RareClasses
{
    private const int LeastRows = 2;

    /// <summary>Does with rare classes what the request asks.</summary>
    /// <param name="table">All rows.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="request">What was asked for: a class is rare if it has fewer rows than there are folds, or one row.</param>
    /// <param name="hasSplit">Whether a column splits the rows, so that classes are not spread over folds.</param>
    /// <param name="notes">Filled with what was done.</param>
    /// <returns>The rows that are left, and the targets.</returns>
    /// <exception cref="ToolException">Folds are asked for and rare classes kept; or too few classes are left.</exception>
    public static (CsvTable Table, Target[] Targets) Treat(
        CsvTable table, IReadOnlyList<Target> targets, TrainRequest request, bool hasSplit, List<string> notes)
    {
        var (treated, least) = (targets.ToArray(), request.Folds ?? LeastRows);
        for (var i = 0; i < treated.Length; i++)
        {
            if (treated[i] is not ClassTarget target) continue;
            var column = table[target.Name];
            var counts = column.CategoryIndices().CountBy(c => c).ToDictionary(pair => column.Categories[pair.Key], pair => pair.Value);
            string[] rare = [.. column.Categories.Where(name => counts[name] < least)];
            if (rare.Length == 0) continue;
            var rows = rare.Sum(name => counts[name]);
            var merges = request.Columns.Rare == RareChoice.Merge && rows >= least;
            if (request.Columns.Rare == RareChoice.Keep)
            {
                if (request.Folds is { } folds && !hasSplit) throw TooMany(folds, target.Name, rare.MinBy(name => counts[name])!, counts);
                if (request.Validation.Part > 0 && !hasSplit) notes.Add(Kept(target.Name, rare));
                continue;
            }

            if (counts.Count - rare.Length + (merges ? 1 : 0) < 2)
                throw new ToolException(
                    $"'{target.Name}' has {Numbers.Count(counts.Count - rare.Length, "class", "classes")} of {least} or more rows, and a "
                        + "classifier needs two at least.",
                    "Choose --rare keep, or another --target.");
            notes.Add(
                merges
                    ? $"{Numbers.Count(rare.Length, "class", "classes")} of '{target.Name}' with fewer than {least} rows "
                        + $"{(rare.Length == 1 ? "is" : "are one class,")} '{ClassTarget.Other}': {NameList.Quoted(rare)}"
                    : $"{Numbers.Count(rows, "row")} left out, whose '{target.Name}' has fewer than {least} rows"
                        + $"{(request.Columns.Rare == RareChoice.Merge ? ", even as one class" : "")}: {NameList.Quoted(rare)}");
            if (merges) treated[i] = new ClassTarget(target.Name) { Merged = rare };
            else table = table.Select([.. Enumerable.Range(0, table.RowCount).Where(row => !rare.Contains(column.Text(row)))]);
        }

        return (table, treated);
    }

    private static string Kept(string target, string[] rare)
    {
        var (has, them) = rare.Length == 1 ? ("has", "it") : ("have", "them");
        return $"{Numbers.Count(rare.Length, "class", "classes")} of '{target}' {has} one row, so that no row is held back to judge {them} "
            + $"by: {NameList.Quoted(rare)}; --rare drop or --rare merge takes care of {them}";
    }

    private static ToolException TooMany(int folds, string target, string name, Dictionary<string, int> counts) => new(
        $"{folds} folds are too many for the {Numbers.Count(counts[name], "row")} of the class '{name}' of '{target}'.",
        "--rare drop leaves such classes out, --rare merge makes them one; "
            + (counts[name] > 1 ? $"or choose --folds {counts[name]}." : "or add rows."));
}
