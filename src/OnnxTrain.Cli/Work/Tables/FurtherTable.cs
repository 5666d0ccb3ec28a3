namespace OnnxTrain.Cli;

/// <summary>Reads a table besides the one with the training rows: rows to validate or to test with.</summary>
/// <param name="request">What was asked for; it says how tables are written.</param>
/// <param name="train">The training rows, whose columns are needed.</param>
/// <param name="unused">A column of them that is not needed, or null.</param>
/// <param name="targets">The targets.</param>
/// <param name="images">The columns of paths of images.</param>
internal sealed class FurtherTable(
    TrainRequest request, CsvTable train, string? unused, IReadOnlyList<Target> targets, ImageColumns images)
{
    /// <summary>Reads rows that a model of the training rows can be judged by.</summary>
    /// <param name="option">The option that names the table.</param>
    /// <param name="name">The table.</param>
    /// <param name="notes">Filled with what was left out.</param>
    /// <param name="progress">Told of rows and images that are read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ToolException">It lacks a column, or no row can be used.</exception>
    /// <exception cref="DataException">It cannot be read.</exception>
    public CsvTable Read(
        string option, string name, List<string> notes, IProgress<ImageFolderProgress>? progress, CancellationToken cancellationToken)
    {
        var kinds = train.Columns.Where(column => column.Name != unused).ToDictionary(column => column.Name, column => column.Kind);
        foreach (var target in targets) kinds[target.Name] = TargetColumns.KindOf(target);
        var table = TableInput.Read(
            name, request.Columns.Reading(new() { Types = kinds }), ignore: [],
            new(request.Columns.Memory, targets.Select(target => target.Name).ToHashSet()), progress as IProgress<RowProgress>,
            cancellationToken);
        string[] missing = [.. kinds.Keys.Where(column => table.TryGetColumn(column) is null)];
        if (missing.Length > 0)
            throw new ToolException(
                $"{option}: {table.Name} has no column {NameList.Quoted(missing)}, which {train.Name} has.",
                "It needs the same columns, the target included.");
        RequireSameForms(option, table);
        table = table.Without([.. table.Columns.Select(column => column.Name).Except(kinds.Keys)]);
        var told = new List<string>();
        table = TargetColumns.WithValues(table, [.. targets.Select(target => target.Name)], told);
        told.AddRange(
            table.Columns.Where(column => column.MissingCount == column.Count && train[column.Name].MissingCount < train.RowCount)
                .Select(column => $"'{column.Name}' has no value in any row"));
        table = images.Good(KnownClasses(table, told), told, progress, cancellationToken);
        if (table.RowCount == 0)
            throw new ToolException(
                $"{option}: no row of {table.Name} can be used. {string.Join(". ", told)}.", "Check its target and its images.");
        notes.AddRange(told.Select(note => $"{table.Name}: {note}"));
        return table;
    }

    /// <summary>Of times in another form than those of training a model would see only missing ones.</summary>
    private void RequireSameForms(string option, CsvTable table)
    {
        foreach (var known in train.Columns.Where(column => column is { TimeForms.Count: > 0, HoldsTicks: false } && column.Name != unused))
        {
            var own = table[known.Name];
            if (own.TimeForms.Count == 0 || own.HoldsTicks || own.TimeForms.Intersect(known.TimeForms).Any()) continue;
            throw new ToolException(
                $"{option}: the column '{known.Name}' of {table.Name} holds times such as '{own.Categories[0]}', "
                    + $"{own.TimeForms[0].Name}; those of {train.Name} are {known.TimeForms[0].Name}.",
                "Write both in the same form.");
        }
    }

    /// <summary>The rows whose classes a model of the training rows knows.</summary>
    private CsvTable KnownClasses(CsvTable table, List<string> notes)
    {
        foreach (var target in targets.OfType<ClassTarget>())
        {
            var (known, column) = ((ClassTarget)target.Fit(train), table[target.Name]);
            var rows = known.KnownRows(table);
            if (rows.Length == table.RowCount) continue;
            var unknown = column.Categories.Where(text => known.LabelOf(text) is null);
            notes.Add(
                $"{Numbers.Count(table.RowCount - rows.Length, "row")} left out, whose '{target.Name}' no training row has: "
                    + NameList.Quoted(unknown));
            table = table.Select(rows);
        }

        return table;
    }
}
