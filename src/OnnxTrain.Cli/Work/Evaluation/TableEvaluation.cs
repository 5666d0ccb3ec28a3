namespace OnnxTrain.Cli;

/// <summary>Evaluates a file on the rows of a table that holds the targets.</summary>
internal static class TableEvaluation
{
    /// <summary>How a table is read whose columns are those that the file takes, and its targets.</summary>
    public static CsvOptions ReadingOptions(OnnxPredictor predictor, IReadOnlyList<Target> targets)
    {
        var options = predictor.ReadingOptions;
        var kinds = new Dictionary<string, ColumnKind>(options.Types);
        foreach (var target in targets) kinds[target.Name] = TargetColumns.KindOf(target);
        return options with { Types = kinds };
    }

    /// <param name="predictor">The file.</param>
    /// <param name="targets">The targets that its description tells.</param>
    /// <param name="table">The rows.</param>
    /// <param name="notes">Filled with what was left out.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="ToolException">The table lacks a target, or has no value of it that the file knows.</exception>
    public static IReadOnlyList<EvaluatedTarget> Of(
        OnnxPredictor predictor, IReadOnlyList<Target> targets, CsvTable table, List<string> notes, CancellationToken cancellationToken)
    {
        if (targets.FirstOrDefault(target => table.TryGetColumn(target.Name) is null) is { } missing)
            throw new ToolException(
                $"{table.Name} has no column '{missing.Name}', the target of the file: there is nothing to compare predictions with.",
                "predict needs no target.");
        var predictions = predictor.Predict(table, cancellationToken);
        return [.. targets.Select(Evaluated)];

        EvaluatedTarget Evaluated(Target target)
        {
            var column = table[target.Name];
            var (rows, strange) = (new List<int>(), new SortedSet<string>(StringComparer.Ordinal));
            for (var row = 0; row < table.RowCount; row++)
            {
                if (column.IsMissing(row)) continue;
                if (target is not ClassTarget classes || classes.LabelOf(column.Text(row)) is not null) rows.Add(row);
                else strange.Add(column.Text(row));
            }

            if (column.MissingCount > 0)
                notes.Add($"{Numbers.Count(column.MissingCount, "row")} without '{target.Name}' left out");
            if (strange.Count > 0)
                notes.Add(
                    $"{Numbers.Count(table.RowCount - column.MissingCount - rows.Count, "row")} left out, whose '{target.Name}' is a class "
                        + $"that the file does not know: {NameList.Quoted(strange)}");
            if (rows.Count == 0)
                throw new ToolException(
                    $"No row of {table.Name} has a value of '{target.Name}' that the file knows.",
                    target.Classes.Count > 0 ? $"It knows {NameList.Quoted(target.Classes)}." : null);
            int[] kept = [.. rows];
            return EvaluatedTarget.Of(
                target, [.. kept.Select(row => predictions[row])],
                Array.ConvertAll(target.Read(table.Select(kept)), number => (double)number),
                [.. kept.Select(row => table.PlaceInFile(row))]);
        }
    }
}
