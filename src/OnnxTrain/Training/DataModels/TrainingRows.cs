namespace OnnxTrain;

/// <summary>What features and targets learn from training rows: those of a table, or tensors.</summary>
internal static class TrainingRows
{
    /// <summary>The rows as a table.</summary>
    /// <exception cref="ArgumentException">They are tensors.</exception>
    public static CsvTable Table(IRowSource rows) => rows as CsvTable ?? throw new ArgumentException(
        "The rows are tensors; weights in a column, and several targets, are those of a table.", nameof(rows));

    /// <summary>Targets with what they learn.</summary>
    public static Target[] Learn(IRowSource train, IReadOnlyList<Target> targets) =>
        train is CsvTable table ? [.. targets.Select(target => target.Fit(table))] : [.. targets];

    /// <summary>Features with what they learn, in one pass.</summary>
    public static Feature[] Learn(IRowSource train, IReadOnlyList<Feature> features, ImagePaths? images)
    {
        if (train is CsvTable table) return Learn(table, features, images);
        var roles = new RowRoles(train);
        return roles.Features.Length == features.Count
            ? [.. features.Select((feature, i) => feature.Learned(train, roles.Places[i]))]
            : throw new ArgumentException(
                $"The training rows have {roles.Features.Length} feature tensors; {features.Count} features were given.", nameof(train));
    }

    private static Feature[] Learn(CsvTable train, IReadOnlyList<Feature> features, ImagePaths? images)
    {
        FeatureFit?[] fits = [.. features.Select(feature => feature.NewFit())];
        foreach (var rows in TableBlock.Of(train, images, features))
        {
            foreach (var fit in fits) fit?.Add(rows);
        }

        return [.. features.Select((feature, i) => fits[i]?.Finish() ?? feature)];
    }
}
