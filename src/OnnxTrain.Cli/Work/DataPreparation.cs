namespace OnnxTrain.Cli;

/// <summary>Reads a table and leaves out what a model cannot learn from, saying so.</summary>
internal static class DataPreparation
{
    /// <summary>More texts than these are worth a note; if few rows share one, the column is left out.</summary>
    private const int ManyCategories = 100;

    /// <summary>More texts than these are left out, however many rows share one.</summary>
    private const int TooManyCategories = 1000;

    public static PreparedData Prepare(TableRequest request) => Prepare(request, Read(request));

    public static PreparedData Prepare(TableRequest request, CsvTable table)
    {
        var notes = new List<string>();
        var target = Target(request, table);
        var ignored = ColumnNames.Resolve(request.Ignore, table);
        if (ignored.Contains(target.Name))
            throw new ToolException(
                $"The target '{target.Name}' is to be ignored too.", "Leave it out of --ignore, or choose another --target.");

        var options = Options(request, table, ignored);
        var kept = ColumnNames.Resolve([.. request.Keep, .. request.Inputs.Named], table);
        if (kept.Intersect(ignored).FirstOrDefault() is { } both)
            throw new ToolException($"'{both}' is to be kept and to be ignored.", "Name it in one of --keep and --ignore.");

        var read = table;
        table = WithTarget(table, target, notes).Without(ignored);
        string[] needed = options.Weight is { } weight ? [target.Name, weight] : [target.Name];
        table = WithoutUseless(table, needed, [.. Useless(table, kept, options)], notes);
        target = table[target.Name];
        CheckValues(target);
        var (task, note) = TargetTask.Of(target, request.Task);
        if (note is not null) notes.Add(note);
        CheckTask(target, task);
        var (train, validation) = Split(table, target, task, request);

        // A column with a few values can have them all among the validation rows.
        var emptied = train.Report().Where(warning => warning.Issue == ColumnIssue.AllMissing);
        train = WithoutUseless(train, needed, [.. emptied.Select(warning => (warning.Column, Reason(warning.Issue)))], notes);
        NoteWideColumns(
            train, target.Name,
            [.. kept, .. train.Columns.Select(c => c.Name).Where(name => options.EncodingOf(name) != CategoryEncoding.OneHot)],
            notes);
        TableNotes.Add(read, train, validation, target.Name, notes);
        return new(table.Name, target.Name, task, train, validation, notes) { Options = options };
    }

    private static TabularOptions Options(TableRequest request, CsvTable table, IReadOnlyList<string> ignored)
    {
        var options = request.Inputs.Options(table);
        if (options.Weight is { } weight && (weight == request.Target || ignored.Contains(weight)))
            throw new ToolException(
                $"The weight '{weight}' of the rows is {(weight == request.Target ? "the target" : "to be ignored")} too.",
                "Choose another column as --weight.");
        var named = ColumnNames.Resolve(request.Inputs.Named, table);
        if (named.FirstOrDefault(name => name == request.Target || name == options.Weight || ignored.Contains(name)) is { } other)
            throw new ToolException($"--scale or --encode names '{other}', which is no input of the model.", "Leave it out there.");
        return options;
    }

    private static CsvTable Read(TableRequest request)
    {
        // As text, an ignored column cannot fail to be read.
        var categorical = ColumnNames.Candidates(request.Categorical.Concat(ColumnChoices.Named(request.Inputs.Encode))).ToHashSet();
        var types = ColumnNames.Candidates(request.Ignore).Union(categorical)
            .Where(name => name != request.Target || categorical.Contains(name))
            .ToDictionary(name => name, _ => ColumnKind.Categorical);
        var table = CsvTable.Read(request.Data, new() { Types = types });
        _ = ColumnNames.Resolve(request.Categorical, table);
        return table;
    }

    private static CsvColumn Target(TableRequest request, CsvTable table)
    {
        if (request.Target is { } name) return table[name];
        var last = table.Columns[^1].Name;
        throw new ToolException(
            $"Which column is to be predicted? {table.Name} has {NameList.Quoted(table.Columns.Select(c => c.Name))}.",
            $"Name it: --target {Quoted(last)}");
    }

    private static CsvTable WithTarget(CsvTable table, CsvColumn target, List<string> notes)
    {
        if (target.MissingCount == 0) return table;
        if (target.MissingCount == target.Count)
            throw new ToolException($"The target '{target.Name}' has no value in any row.", "Choose another column as --target.");
        notes.Add($"{Numbers.Count(target.MissingCount, "row")} without '{target.Name}' left out");
        int[] rows = [.. Enumerable.Range(0, table.RowCount).Where(row => !target.IsMissing(row))];
        return table.Select(rows);
    }

    /// <summary>Columns that a model cannot learn from, each with the reason.</summary>
    private static IEnumerable<(string Column, string Reason)> Useless(CsvTable table, IReadOnlyList<string> kept, TabularOptions options)
    {
        var issues = table.Report().ToDictionary(warning => warning.Column, warning => warning.Issue);
        foreach (var column in table.Columns)
        {
            if (issues.TryGetValue(column.Name, out var issue))
            {
                if (issue != ColumnIssue.Identifier) yield return (column.Name, Reason(issue));
                else if (!kept.Contains(column.Name)) yield return (column.Name, $"{Reason(issue)}; {KeepHint(column.Name)}");
            }
            else if (HasTooManyTexts(column, options.EncodingOf(column.Name)) && !kept.Contains(column.Name))
            {
                yield return (
                    column.Name,
                    $"it has {column.DistinctCount:N0} different texts in {Numbers.Count(column.Count - column.MissingCount, "row")}; "
                        + $"{KeepHint(column.Name)}");
            }
        }
    }

    private static string Reason(ColumnIssue issue) => issue switch
    {
        ColumnIssue.AllMissing => "it has no value in any row",
        ColumnIssue.Constant => "it has the same value in every row",
        _ => "it looks like a row identifier",
    };

    private static string KeepHint(string column) => $"--keep {Quoted(column)} keeps it";

    private static string Quoted(string column) =>
        column.Any(c => !char.IsLetterOrDigit(c) && c is not ('_' or '-')) ? $"\"{column}\"" : column;

    private static bool HasTooManyTexts(CsvColumn column, CategoryEncoding encoding) => column.Kind != ColumnKind.Numeric
        && ((column.DistinctCount > TooManyCategories && encoding == CategoryEncoding.OneHot)
            || (column.DistinctCount > ManyCategories && column.DistinctCount * 2 > column.Count - column.MissingCount));

    private static CsvTable WithoutUseless(
        CsvTable table, string[] needed, IReadOnlyList<(string Column, string Reason)> columns, List<string> notes)
    {
        var useless = columns.Where(column => !needed.Contains(column.Column)).ToList();
        notes.AddRange(useless.Select(column => $"'{column.Column}' left out: {column.Reason}"));
        var kept = table.Without(useless.Select(column => column.Column));
        return kept.Columns.Count > needed.Length ? kept : throw new ToolException(
            $"There is no column left to predict '{needed[0]}' from{(notes.Count > 0 ? $" ({string.Join("; ", notes)})" : "")}.",
            "Add columns that tell something about the target.");
    }

    private static void CheckValues(CsvColumn target)
    {
        if (target.Count < 2)
            throw new ToolException(
                $"There is one row with a value of '{target.Name}'.", "Training needs two rows at least; a useful model needs many more.");
        if (target.DistinctCount < 2)
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

    private static (CsvTable Train, CsvTable? Validation) Split(CsvTable table, CsvColumn target, ModelTask task, TableRequest request)
    {
        if (request.Validation == 0) return (table, null);
        var classes = task == ModelTask.Classification ? target.CategoryIndices() : new int[table.RowCount];
        var counts = classes.CountBy(c => c).ToDictionary();

        // The only row of a class has to be learned from: a model cannot be judged by a class it does not know.
        int[] single = [.. Enumerable.Range(0, classes.Length).Where(row => counts[classes[row]] == 1)];
        int[] several = [.. Enumerable.Range(0, classes.Length).Where(row => counts[classes[row]] > 1)];
        if (several.Length < 2) return (table, null);
        var (train, validation) = RowSplit.Stratified(CsvColumn.Pick(classes, several), 1 - request.Validation, request.Options.Seed);
        int[] trainRows = [.. CsvColumn.Pick(several, train).Concat(single).Order()];
        return (table.Select(trainRows), table.Select(CsvColumn.Pick(several, validation)));
    }

    private static void NoteWideColumns(CsvTable train, string target, IReadOnlyList<string> kept, List<string> notes)
    {
        foreach (
            var column in train.Columns.Where(c =>
                c.Name != target && c.Kind != ColumnKind.Numeric && c.DistinctCount > ManyCategories && !kept.Contains(c.Name)))
            notes.Add(
                $"'{column.Name}' has {column.DistinctCount:N0} different texts; if they name the rows, leave it out: --ignore "
                    + $"{Quoted(column.Name)}");
    }
}
