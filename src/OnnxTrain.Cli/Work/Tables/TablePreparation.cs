namespace OnnxTrain.Cli;

/// <summary>Reads a table and leaves out what a model cannot learn from, saying so.</summary>
internal static class TablePreparation
{
    public static TrainingData Prepare(
        TrainRequest request, IProgress<ImageFolderProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Prepare(request, Read(request, progress as IProgress<RowProgress>, cancellationToken), progress, cancellationToken);

    public static TrainingData Prepare(
        TrainRequest request, CsvTable table, IProgress<ImageFolderProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var (columns, notes) = (request.Columns, new List<string>());
        var targets = TargetColumns.Named(columns, table);
        var ignored = ColumnNames.Resolve(columns.Ignore, table);
        if (targets.FirstOrDefault(ignored.Contains) is { } lost)
            throw new ToolException($"The target '{lost}' is in --ignore too.", "Leave it out of --ignore, or choose another --target.");

        var options = Options(columns, targets, table, ignored);
        table = TimeRequest.Narrowed(table, options);
        var kept = ColumnNames.Resolve([.. columns.Keep, .. columns.Inputs.Named, .. columns.Times.Named], table);
        var split = SplitColumn.Of(columns, options, table, targets, ignored);
        IReadOnlyList<string> needed =
        [
            .. targets, .. options.Weight is { } weight ? [weight] : Array.Empty<string>(),
            .. split is not null && !kept.Contains(split.Name) ? [split.Name] : Array.Empty<string>(),
        ];
        if (split is not null)
        {
            RequireSplit(split, request);
            NoteSplit(split, kept, notes);
        }

        if (kept.Intersect(ignored).FirstOrDefault() is { } both)
            throw new ToolException($"'{both}' is in --keep and in --ignore.", "Leave it out of one of them.");

        var read = table;
        var images = new ImageColumns(request, table, [.. needed, .. ignored], notes);
        table = images.Usable(TargetColumns.WithValues(table, targets, notes).Without(ignored), notes, progress, cancellationToken);
        options = options with { Texts = TextColumns.Of(table, columns, [.. needed, .. images.Names], notes) };
        kept = [.. kept, .. images.Names, .. options.Texts];
        kept = split is null ? kept : [.. kept, split.Name];
        table = UselessColumns.Without(table, needed, [.. UselessColumns.Of(table, kept, options)], notes);
        Target[] learned = [.. targets.Select(name => TargetColumns.Target(table[name], columns, notes))];
        TargetColumns.CheckLogarithm(columns, learned);
        (table, learned) = RareClasses.Treat(table, learned, request, split is not null, notes);
        var (train, validation) = Split(table, learned, split, request, notes);

        // A column with a few values can have them all among the validation rows.
        train = UselessColumns.Without(train, needed, [.. UselessColumns.Emptied(train)], notes);
        options = options with { Texts = [.. options.Texts.Where(name => train.TryGetColumn(name) is not null)] };
        UselessColumns.NoteWide(
            train,
            [.. needed, .. kept, .. train.Columns.Select(c => c.Name).Where(name => options.EncodingOf(name) != CategoryEncoding.ByCount)],
            notes);
        TableNotes.Add(read, train, learned, options.Texts, notes);
        IReadOnlyList<string> decided =
            [.. columns.Categorical, .. columns.Numeric, .. columns.Inputs.Named, .. columns.Times.Named, .. columns.Texts];
        TimeNotes.Add(read, [.. needed, .. ignored, .. images.Names, .. ColumnNames.Resolve(decided, table: read)], notes);
        var unused = split is not null && needed.Contains(split.Name) ? split.Name : null;
        var further = new FurtherTable(request, train, unused, learned, images);
        if (request.Validation.Data is { } own) validation = further.Read("--validation", own, notes, progress, cancellationToken);
        var test = request.Test is { } tested ? further.Read("--test", tested, notes, progress, cancellationToken) : null;
        notes.AddRange(TellingColumns.Notes(train, learned, [.. train.Columns.Select(c => c.Name).Except(needed).Except(images.Names)]));
        notes.AddRange(TrainingData.FewRows(validation?.RowCount, request.Noun));
        return new(table.Name, train, validation, Features(train, needed, images, options), learned, notes)
        {
            Test = test, Weight = options.Weight, Paths = images.Paths, Split = split,
        };
    }

    private static CsvTable Read(TrainRequest request, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        // As text, an ignored column cannot fail to be read.
        var columns = request.Columns;
        var categorical = ColumnNames
            .Candidates([.. columns.Categorical, .. ColumnChoices.Named(columns.Inputs.Encode), .. columns.Images, .. columns.Texts])
            .ToHashSet();
        var types = ColumnNames.Candidates(columns.Ignore).Union(categorical)
            .Where(name => !columns.Targets.Contains(name) || categorical.Contains(name))
            .ToDictionary(name => name, _ => ColumnKind.Categorical);
        foreach (var name in ColumnNames.Candidates(columns.Numeric)) types[name] = ColumnKind.Numeric;
        foreach (var (name, kind) in columns.Times.Kinds()) types[name] = kind;
        var table = TableInput.Read(
            request.Data, columns.Reading(new() { Types = types }), [.. ColumnNames.Candidates(columns.Ignore)],
            new(columns.Memory, ColumnNames.Candidates([.. columns.Targets, .. columns.Splits]).ToHashSet()), progress, cancellationToken);
        _ = ColumnNames.Resolve([.. columns.Categorical, .. columns.Numeric, .. columns.Times.Named, .. columns.Texts], table);
        return table;
    }

    private static TabularOptions Options(
        ColumnsRequest columns, IReadOnlyList<string> targets, CsvTable table, IReadOnlyList<string> ignored)
    {
        var options = columns.Times.AddTo(columns.Inputs.Options(table), table);
        if (options.Weight is { } weight && (targets.Contains(weight) || ignored.Contains(weight)))
            throw new ToolException(
                $"The weight '{weight}' of the rows is {(targets.Contains(weight) ? "a target" : "in --ignore")} too.",
                "Choose another column as --weight.");
        var named = ColumnNames.Resolve([.. columns.Inputs.Named, .. columns.Times.Named], table);
        if (named.FirstOrDefault(name => targets.Contains(name) || name == options.Weight || ignored.Contains(name)) is { } other)
            throw new ToolException(
                $"--scale, --encode, --time, --duration or --date-format names '{other}', which is not an input of the model.",
                "Leave it out there.");
        return options;
    }

    private static void RequireSplit(SplitColumn split, TrainRequest request)
    {
        if (request.Validation.Data is { } own)
            throw new ToolException(
                $"--{(split.IsTime ? "split-time" : "split-by")} says which rows are held back, and --validation names other rows, "
                    + $"'{own}'.",
                "Leave out one of the two.");
    }

    private static void NoteSplit(SplitColumn split, IReadOnlyList<string> kept, List<string> notes)
    {
        if (!kept.Contains(split.Name))
            notes.Add($"'{split.Name}' splits the rows and is no input; --keep {ColumnNames.Typed(split.Name)} makes it one");
    }

    private static (CsvTable Train, CsvTable? Validation) Split(
        CsvTable table, IReadOnlyList<Target> targets, SplitColumn? split, TrainRequest request, List<string> notes)
    {
        if (split is not null && request.Validation.Part > 0)
            return split.Split(table, targets, request.Validation.Part, request.Options.Seed, notes);
        int[][] classes =
            [.. targets.OfType<ClassTarget>().Select(target => ((ClassTarget)target.Fit(table)).Labels(table))];
        return ValidationSplit.Of(
            classes.Length > 0 ? classes : [new int[table.RowCount]], request.Validation.Part, request.Options.Seed) is
            var (train, validation)
            ? (table.Select(train), table.Select(validation))
            : (table, null);
    }

    private static IReadOnlyList<Feature> Features(
        CsvTable train, IReadOnlyList<string> needed, ImageColumns images, TabularOptions options)
    {
        CsvColumn[] used = [.. train.Columns.Where(column => !needed.Contains(column.Name))];
        TabularChoices.Check(options, train, [.. used.Where(column => images.FeatureOf(column.Name) is null)]);
        return [.. used.Select(column => images.FeatureOf(column.Name) ?? TabularModel.FeatureOf(column, options))];
    }
}
