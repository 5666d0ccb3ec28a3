namespace OnnxTrain;

/// <summary>The network of a model made by <see cref="TabularModel"/>, and how columns go into it.</summary>
public sealed record TabularOptions : DataModelOptions
{
    /// <summary>Columns that the model does not look at.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>How columns of numbers are scaled, unless <see cref="ColumnScaling"/> says otherwise.</summary>
    public Scaling Scaling { get; init; }

    /// <summary>How single columns of numbers are scaled, by their names.</summary>
    public IReadOnlyDictionary<string, Scaling> ColumnScaling { get; init; } = new Dictionary<string, Scaling>();

    /// <summary>How columns of categories become features, unless <see cref="ColumnEncoding"/> says otherwise.</summary>
    public CategoryEncoding Encoding { get; init; } = CategoryEncoding.OneHot;

    /// <summary>How single columns of categories become features, by their names.</summary>
    public IReadOnlyDictionary<string, CategoryEncoding> ColumnEncoding { get; init; } = new Dictionary<string, CategoryEncoding>();

    /// <summary>
    /// Whether a number to predict is learned as the standardized ln(1 + y), which the exported file undoes by eᶻ − 1 (scikit-learn's
    /// TransformedTargetRegressor with log1p and expm1). All targets have to be 0 or more; the loss is that of logarithms.
    /// </summary>
    public bool LogTarget { get; init; }

    internal Scaling ScalingOf(string column) => ColumnScaling.TryGetValue(column, out var scaling) ? scaling : Scaling;

    internal CategoryEncoding EncodingOf(string column) => ColumnEncoding.GetValueOrDefault(column, Encoding);
}
