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
    /// Whether a field may be in double quotes, such as one that contains the separator (the default). If not, a quote is a character as
    /// any other, and each line is a record: many files of texts separated by tabs are written so.
    /// </summary>
    public bool HasQuotes { get; init; } = true;

    /// <summary>
    /// Whether the first record holds the names of the columns (the default). Without one they are called
    /// <c>column1</c>, <c>column2</c> and so on.
    /// </summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>
    /// The decimal point of numbers. <see langword="null"/> (the default) is a point; or a comma, if the fields are not separated by commas
    /// and the first rows hold numbers such as <c>3,5</c> and none such as <c>3.5</c>.
    /// </summary>
    /// <exception cref="ArgumentException">It is neither a point nor a comma.</exception>
    public char? Decimal
    {
        get;
        init =>
            field = value is null or '.' or ','
                ? value
                : throw new ArgumentException($"The decimal point is '{value}'; it must be a point or a comma.", nameof(Decimal));
    }

    /// <summary>
    /// The separator of thousands in numbers, such as <c>1,000,000</c>, an ASCII character; <see langword="null"/> (the default) for none.
    /// </summary>
    /// <exception cref="ArgumentException">It is no ASCII character, or a digit.</exception>
    public char? Thousands
    {
        get;
        init =>
            field = value is null || (char.IsAscii(value.Value) && !char.IsDigit(value.Value))
                ? value
                : throw new ArgumentException($"The separator of thousands is '{value}'; it must be an ASCII character, and no digit.",
                    nameof(Thousands));
    }

    /// <summary>Signs of a currency before or after numbers, such as <c>$</c>, which do not count. Default: none.</summary>
    public IReadOnlyList<string> Currency { get; init; } = [];

    /// <summary>
    /// The texts that stand for a missing value, compared exactly. An empty field is always missing. Default: those of pandas, and
    /// <c>?</c>.
    /// </summary>
    public IReadOnlyList<string> MissingValues { get; init; } = MissingMarkers.Default;

    /// <summary>
    /// The kinds of columns, by name, to use instead of inferring them from the content: for digits that name categories, or for the
    /// columns that a trained model expects. Names that are not in the file are ignored, since a table to predict has no target.
    /// </summary>
    public IReadOnlyDictionary<string, ColumnKind> Types { get; init; } = FrozenDictionary<string, ColumnKind>.Empty;

    /// <summary>The kind of columns that are not in <see cref="Types"/>; null to infer it.</summary>
    internal ColumnKind? KindOfOthers { get; init; }

    /// <summary>Columns of texts in which only an empty field is missing: the model itself knows the texts for missing values.</summary>
    internal IReadOnlySet<string> Verbatim { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The kind that a column is to have; null to infer it.</summary>
    /// <summary>All options as text, for what depends on them.</summary>
    internal string Text => string.Join('\n', [
        Invariant($"{Delimiter} {HasQuotes} {HasHeader} {Decimal} {Thousands} {KindOfOthers}"), .. Currency, "missing", .. MissingValues,
        "types", .. Types.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Invariant($"{pair.Key}: {pair.Value}")),
        "verbatim", .. Verbatim.Order(StringComparer.Ordinal),
    ]);

    internal ColumnKind? KindOf(string column) => Types.TryGetValue(column, out var kind) ? kind : KindOfOthers;
}
