namespace OnnxTrain.Cli;

/// <summary>How to read a table for a model that exists.</summary>
internal static class ModelColumns
{
    /// <summary>
    /// The model's kinds for its columns. All others are text: the model does not look at them, so nothing in them can be wrong.
    /// </summary>
    public static IReadOnlyDictionary<string, ColumnKind> Types(string path, IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        using var records = new CsvRecords(path);
        return records
            .Header.Distinct()
            .ToDictionary(name => name, name => kinds.TryGetValue(name, out var kind) ? kind : ColumnKind.Categorical);
    }
}
