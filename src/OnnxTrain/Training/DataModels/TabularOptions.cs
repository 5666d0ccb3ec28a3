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
    /// Whether a regression target is learned as the standardized ln(1 + y), which the exported file inverts by eᶻ − 1 (scikit-learn's
    /// TransformedTargetRegressor with log1p and expm1). All targets must be 0 or more. The loss is computed on the logarithms.
    /// </summary>
    public bool LogTarget { get; init; }

    internal Scaling ScalingOf(string column) => ColumnScaling.TryGetValue(column, out var scaling) ? scaling : Scaling;

    internal CategoryEncoding EncodingOf(string column) => ColumnEncoding.GetValueOrDefault(column, Encoding);
}
