namespace OnnxTrain.Cli;

/// <summary>
/// Finds texts that a model takes as unknown or missing: categories that it did not see in training, and texts that are no times.
/// </summary>
internal static class UnseenCategories
{
    private const int Shown = 3;

    /// <summary>One line for each column that has some; none for a file that does not tell its categories.</summary>
    public static IEnumerable<string> Warnings(ModelDescription? description, CsvTable table)
    {
        if (description is null) return [];
        return description.Features
            .Where(feature => feature is not ImageFeature && table[feature.Name] is { Kind: not ColumnKind.Numeric, HoldsTicks: false })
            .Select(feature => Warning(feature, table[feature.Name], description.MissingValues ?? table.MissingValues))
            .OfType<string>();
    }

    private static string? Warning(Feature known, CsvColumn column, IReadOnlyList<string> missing)
    {
        var isCategory = known is CategoryFeature;
        string[] unseen = [.. column.Categories.Where(text => !known.TakesText(text) && (isCategory || !missing.Contains(text)))];
        if (unseen.Length == 0) return null;
        var rows = Enumerable.Range(0, column.Count).Count(row => unseen.Contains(column.Text(row)));
        var names = string.Join(", ", unseen.Take(Shown).Select(name => $"'{name}'")) + (unseen.Length > Shown ? " …" : "");
        return isCategory
            ? $"column '{known.Name}': {Numbers.Count(rows, "row")} with a category that did not occur in training ({names}); the model "
                + "treats it as unknown."
            : $"column '{known.Name}': {Numbers.Count(rows, "row")} with a text that is not of the form of the {known.Kind}s in training "
                + $"({names}); the model treats it as missing.";
    }
}
