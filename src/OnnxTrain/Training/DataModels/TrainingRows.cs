namespace OnnxTrain;

/// <summary>What features and targets learn from training rows: raw columns of any source, or tensors.</summary>
internal static class TrainingRows
{
    /// <summary>Whether rows are tensors as a network takes them; else they are raw columns.</summary>
    public static bool AreTensors(IRowSource rows) => rows is not CsvTable && rows.Columns.Any(column => column.Role == RowRole.Feature);

    /// <summary>Features and targets with what they learn, in one pass.</summary>
    /// <exception cref="DataException">A column is missing, or there is nothing to learn from it.</exception>
    /// <exception cref="ArgumentException">The rows are tensors that do not fit.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static (Feature[] Features, Target[] Targets) Learn(
        IRowSource train, IReadOnlyList<Feature> features, IReadOnlyList<Target> targets, DataModelOptions options,
        IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        if (AreTensors(train)) return (OfTensors(train, features, options), [.. targets]);
        var blocks = new TableBlocks(train, features, [.. targets.Select(target => target.Name), .. TabularWeights.Column(options.Weight)]);

        // What is wrong with the targets of a table is told before images are read.
        var learned = train is CsvTable table ? Learn(table, targets, options) : null;
        FeatureFit?[] fits = [.. features.Select(feature => feature.NewFit())];
        blocks.Read(
            rows =>
            {
                foreach (var fit in fits) fit?.Add(rows);
            },
            options.Images, progress, cancellationToken);
        learned ??= Learn(blocks.Kept(), targets, options);
        return ([.. features.Select((feature, i) => fits[i]?.Finish() ?? feature)], learned);
    }

    private static Target[] Learn(CsvTable train, IReadOnlyList<Target> targets, DataModelOptions options)
    {
        Target[] learned = [.. targets.Select(target => target.Fit(train))];
        if (options.Weight is { } weight) _ = TabularWeights.Of(train, weight);
        return learned;
    }

    private static Feature[] OfTensors(IRowSource train, IReadOnlyList<Feature> features, DataModelOptions options)
    {
        if (options.Weight is not null)
            throw new ArgumentException("The rows are tensors; weights in a column are those of a table.", nameof(train));
        var roles = new RowRoles(train);
        return roles.Features.Length == features.Count
            ? [.. features.Select((feature, i) => feature.Learned(train, roles.Places[i]))]
            : throw new ArgumentException(
                $"The training rows have {roles.Features.Length} feature tensors; {features.Count} features were given.", nameof(train));
    }
}
