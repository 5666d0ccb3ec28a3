namespace OnnxTrain;

/// <summary>The network of a model created by <see cref="TabularModel"/>, and the encoding of its columns.</summary>
public sealed record TabularOptions : DataModelOptions
{
    /// <summary>Columns that the model ignores.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>The scaling of numeric columns that are not in <see cref="ColumnScaling"/>.</summary>
    public Scaling Scaling { get; init; }

    /// <summary>The scaling of single numeric columns, by name.</summary>
    public IReadOnlyDictionary<string, Scaling> ColumnScaling { get; init; } = new Dictionary<string, Scaling>();

    /// <summary>The encoding of categorical columns that are not in <see cref="ColumnEncoding"/>.</summary>
    public CategoryEncoding Encoding { get; init; } = CategoryEncoding.ByCount;

    /// <summary>The encoding of single categorical columns, by name.</summary>
    public IReadOnlyDictionary<string, CategoryEncoding> ColumnEncoding { get; init; } = new Dictionary<string, CategoryEncoding>();

    /// <summary>
    /// Columns of texts of several words, each a <see cref="TextFeature"/>; other columns of texts are categories.
    /// </summary>
    public IReadOnlyCollection<string> Texts { get; init; } = [];

    /// <summary>
    /// The format of dates that can be read in several ways, such as 03/04/2024, for columns that are not in <see cref="TimeFormats"/>; as
    /// <see cref="TimeFeature.Format"/>. Null (the default) refuses such columns.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public string? TimeFormat { get; init => field = Known(value); }

    /// <summary>
    /// The formats of times of single columns, by name, as <see cref="TimeFeature.Format"/>; <c>unix</c> and <c>unixms</c> make times of
    /// numeric columns.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public IReadOnlyDictionary<string, string> TimeFormats
    {
        get;
        init
        {
            foreach (var format in value.Values) _ = Known(format);
            field = value;
        }
    } = new Dictionary<string, string>();

    /// <summary>The date that ages are counted back from; null (the default) takes times as they are.</summary>
    public DateTime? TimeReference { get; init; }

    /// <summary>
    /// Whether a regression target is learned as the standardized ln(1 + y), which the exported file inverts by eᶻ − 1 (scikit-learn's
    /// TransformedTargetRegressor with log1p and expm1). All targets must be 0 or more. The loss is computed on the logarithms.
    /// </summary>
    public bool LogTarget { get; init; }

    internal Scaling ScalingOf(string column) => ColumnScaling.TryGetValue(column, out var scaling) ? scaling : Scaling;

    /// <summary>The format of the times of a column; null for a column of numbers that are none.</summary>
    /// <exception cref="DataException">They can be read in several ways.</exception>
    internal string? TimeFormatOf(CsvColumn column)
    {
        if (TimeFormats.TryGetValue(column.Name, out var own)) return own;
        if (column.Kind != ColumnKind.Time || column.HoldsTicks) return null;
        string[] names = [.. column.TimeForms.Select(form => form.Name)];
        if (names.Length == 0) return null;
        if (names is [var only]) return only;
        return names.Contains(TimeFormat) ? TimeFormat : throw new DataException(
            AmbiguousTimes.Message(column.Name, column.Categories[0], names));
    }

    private static string? Known(string? format) => format is null || OnnxTrain.TimeFormat.Of(format) is not null
        ? format
        : throw new ArgumentException(OnnxTrain.TimeFormat.Unknown(format), nameof(format));

    internal CategoryEncoding EncodingOf(string column) => ColumnEncoding.GetValueOrDefault(column, Encoding);
}
