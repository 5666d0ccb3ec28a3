using System.Collections.Frozen;

namespace OnnxTrain;

/// <summary>How a CSV file is read. The defaults suit most files.</summary>
public sealed record CsvOptions
{
    /// <summary>The defaults.</summary>
    internal static CsvOptions Default { get; } = new();

    /// <summary>
    /// The separator of fields. <see langword="null"/> (the default) detects it in the first lines, among comma, semicolon, tab and pipe.
    /// </summary>
    public char? Delimiter { get; init; }

    /// <summary>
    /// Whether the first record holds the names of the columns (the default). Without one they are called
    /// <c>column1</c>, <c>column2</c> and so on.
    /// </summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>
    /// The texts that stand for a missing value, in any case. An empty field is always missing.
    /// Default: <c>NA</c>, <c>N/A</c>, <c>NaN</c>, <c>null</c>, <c>?</c>.
    /// </summary>
    public IReadOnlyList<string> MissingValues { get; init; } = ["NA", "N/A", "NaN", "null", "?"];

    /// <summary>
    /// The kinds of columns, by name, to use instead of inferring them from the content: for digits that name categories, or for the
    /// columns that a trained model expects. Names that are not in the file are ignored, since a table to predict has no target.
    /// </summary>
    public IReadOnlyDictionary<string, ColumnKind> Types { get; init; } = FrozenDictionary<string, ColumnKind>.Empty;
}
