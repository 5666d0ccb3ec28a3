namespace OnnxTrain;

/// <summary>Dates that can be read in several ways.</summary>
internal static class AmbiguousTimes
{
    /// <summary>What to say of them.</summary>
    /// <param name="column">The column.</param>
    /// <param name="example">One of the texts.</param>
    /// <param name="formats">The formats that all of them have.</param>
    public static string Message(string column, string example, IReadOnlyList<string> formats) =>
        $"Column '{column}' holds dates such as '{example}', and all of them can be read as {string.Join(" and as ", formats)}. Say which: "
            + $"{string.Join(" or ", formats.Select(format => $"--date-format {format}"))} ({nameof(TimeFeature)}."
            + $"{nameof(TimeFeature.Format)}), or take the column as a category (--categorical).";
}
