namespace OnnxTrain.Cli;

/// <summary>The columns to predict.</summary>
internal static class TargetColumns
{
    /// <summary>The columns that are named.</summary>
    /// <exception cref="ToolException">None is named.</exception>
    /// <exception cref="DataException">There is no such column.</exception>
    public static IReadOnlyList<string> Named(ColumnsRequest columns, CsvTable table)
    {
        if (columns.Targets.Count > 0) return ColumnNames.Resolve(columns.Targets, table);
        throw new ToolException(
            $"Which column is to be predicted? {table.Name} has {NameList.Quoted(table.Columns.Select(c => c.Name))}.",
            $"Name it: --target {ColumnNames.Typed(table.Columns[^1].Name)}");
    }

    /// <summary>The rows that have a value of each target.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public static CsvTable WithValues(CsvTable table, IReadOnlyList<string> targets, List<string> notes)
    {
        foreach (var name in targets)
        {
            var target = table[name];
            if (target.MissingCount == target.Count)
                throw new ToolException($"The target '{name}' has no value in any row.", "Choose another column as --target.");
            if (target.MissingCount == 0) continue;
            notes.Add($"{Numbers.Count(target.MissingCount, "row")} without '{name}' left out");
            table = table.Select([.. Enumerable.Range(0, table.RowCount).Where(row => !target.IsMissing(row))]);
        }

        return table;
    }

    /// <summary>The kind of column that holds the true values of a target.</summary>
    public static ColumnKind KindOf(Target target) => target is ClassTarget ? ColumnKind.Categorical : ColumnKind.Numeric;

    /// <summary>What a column is predicted as: a class or a number.</summary>
    /// <exception cref="ToolException">It is constant, or of another kind than asked for, or has too many classes.</exception>
    public static Target Target(CsvColumn column, ColumnsRequest columns, List<string> notes)
    {
        CheckValues(column);
        var (task, note) = TargetTask.Of(column, columns.Task);
        if (note is not null) notes.Add(note);
        CheckTask(column, task);
        return task == ModelTask.Classification
            ? new ClassTarget(column.Name)
            : new NumberTarget(column.Name) { IsLogarithmic = columns.Inputs.LogTarget };
    }

    /// <exception cref="ToolException">A logarithm is asked for, and no target is a number.</exception>
    public static void CheckLogarithm(ColumnsRequest columns, IReadOnlyList<Target> targets)
    {
        if (columns.Inputs.LogTarget && !targets.Any(target => target is NumberTarget))
            throw new ToolException(
                $"--log-target is for numbers; '{targets[0].Name}' is predicted as a class.",
                "Leave it out, or choose --task regression.");
    }

    private static void CheckValues(CsvColumn target)
    {
        if (target.Count < 2)
            throw new ToolException(
                $"There is one row with a value of '{target.Name}'.", "Training needs two rows at least; a useful model needs many more.");
        if (!target.HasMoreThan(1))
            throw new ToolException(
                $"The target '{target.Name}' is constant: '{target.Text(0)}' in all {target.Count} rows.",
                "Choose another column as --target.");
    }

    private static void CheckTask(CsvColumn target, ModelTask task)
    {
        if (task == ModelTask.Regression && target.Kind != ColumnKind.Numeric)
            throw new ToolException(
                $"The target '{target.Name}' holds text such as '{target.Text(0)}'; regression predicts numbers.",
                "Choose --task classification.");
        if (task == ModelTask.Classification && target.DistinctCount * 2 > target.Count && target.DistinctCount > 2)
        {
            throw new ToolException(
                $"The target '{target.Name}' has {target.DistinctCount} different values in {target.Count} rows: too few rows of each to "
                    + "learn from.",
                target.Kind == ColumnKind.Numeric ? "Choose --task regression." : "Choose another column as --target.");
        }
    }
}
