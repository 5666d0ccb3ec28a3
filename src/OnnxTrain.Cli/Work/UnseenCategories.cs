using OnnxTrain.Onnx;

namespace OnnxTrain.Cli;

/// <summary>Finds categories that a model did not see in training.</summary>
internal static class UnseenCategories
{
    private const int Shown = 3;

    /// <summary>One line for each column that has some; none for a file that does not tell its categories.</summary>
    public static IEnumerable<string> Warnings(ModelProto model, CsvTable table)
    {
        if (model.MetadataProps.FirstOrDefault(p => p.Key == TabularSpec.MetadataKey) is not { } description) return [];
        return TabularSpec.FromJson(description.Value).Columns
            .Where(column => !column.IsNumeric)
            .Select(column => Warning(column, table[column.Name]))
            .OfType<string>();
    }

    private static string? Warning(TabularColumn known, CsvColumn column)
    {
        string[] unseen = [.. column.Categories.Except(known.Categories)];
        if (unseen.Length == 0) return null;
        var rows = Enumerable.Range(0, column.Count).Count(row => unseen.Contains(column.Text(row)));
        var names = string.Join(", ", unseen.Take(Shown).Select(name => $"'{name}'")) + (unseen.Length > Shown ? " …" : "");
        return $"column '{known.Name}': {Numbers.Count(rows, "row")} with a category that did not occur in training ({names}); the model "
            + "takes it for unknown.";
    }
}
