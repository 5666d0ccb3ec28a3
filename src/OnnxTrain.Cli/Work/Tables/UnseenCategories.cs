namespace OnnxTrain.Cli;

/// <summary>Finds categories that a model did not see in training.</summary>
internal static class UnseenCategories
{
    private const int Shown = 3;

    /// <summary>One line for each column that has some; none for a file that does not tell its categories.</summary>
    public static IEnumerable<string> Warnings(ModelDescription? description, CsvTable table)
    {
        if (description is null) return [];
        return description.Features
            .OfType<CategoryFeature>()
            .Select(feature => Warning(feature, table[feature.Name]))
            .OfType<string>();
    }

    private static string? Warning(CategoryFeature known, CsvColumn column)
    {
        string[] unseen = [.. column.Categories.Where(text => !known.Knows(text))];
        if (unseen.Length == 0) return null;
        var rows = Enumerable.Range(0, column.Count).Count(row => unseen.Contains(column.Text(row)));
        var names = string.Join(", ", unseen.Take(Shown).Select(name => $"'{name}'")) + (unseen.Length > Shown ? " …" : "");
        return $"column '{known.Name}': {Numbers.Count(rows, "row")} with a category that did not occur in training ({names}); the model "
            + "treats it as unknown.";
    }
}
