namespace OnnxTrain;

/// <summary>Texts that stand for a missing value.</summary>
internal static class MissingMarkers
{
    /// <summary>Those of pandas' read_csv, and the question mark of the UCI repository. An empty text is always missing.</summary>
    public static IReadOnlyList<string> Default { get; } =
    [
        "NA", "N/A", "n/a", "NaN", "nan", "-NaN", "-nan", "NULL", "null", "None", "<NA>", "#N/A", "#N/A N/A", "#NA", "1.#IND", "-1.#IND",
        "1.#QNAN", "-1.#QNAN", "?",
    ];
}
