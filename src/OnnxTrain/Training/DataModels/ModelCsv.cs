namespace OnnxTrain;

/// <summary>How to read a CSV file for a model that exists.</summary>
internal static class ModelCsv
{
    /// <summary>
    /// The kinds of the model's columns. Texts are read as they are: the model knows which stand for a missing value, or for true. All
    /// other columns are texts, in which nothing can be wrong.
    /// </summary>
    /// <param name="kinds">The kind of each column that the model takes.</param>
    /// <param name="features">What is known of them.</param>
    /// <param name="missing">The texts that stand for a missing number; null for the defaults.</param>
    public static CsvOptions Options(
        IReadOnlyDictionary<string, ColumnKind> kinds, IEnumerable<Feature> features, IReadOnlyList<string>? missing)
    {
        var verbatim = features.Where(feature => feature.IsReadVerbatim).Select(feature => feature.Name).ToHashSet(StringComparer.Ordinal);
        return new()
        {
            Types = kinds.ToDictionary(pair => pair.Key, pair => verbatim.Contains(pair.Key) ? ColumnKind.Categorical : pair.Value),
            KindOfOthers = ColumnKind.Categorical,
            Verbatim = verbatim,
            MissingValues = missing ?? MissingMarkers.Default,
        };
    }
}
