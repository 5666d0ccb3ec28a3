namespace OnnxTrain.Cli;

/// <summary>How columns are to go into the model.</summary>
internal sealed record InputRequest
{
    public IReadOnlyList<ColumnChoice<Scaling>> Scale { get; init; } = [];

    public IReadOnlyList<ColumnChoice<CategoryEncoding>> Encode { get; init; } = [];

    public bool LogTarget { get; init; }

    /// <summary>The column of the rows' weights, or null.</summary>
    public string? Weight { get; init; }

    /// <summary>Columns with a choice of their own, as written on the command line: they are to be looked at.</summary>
    public IEnumerable<string> Named => ColumnChoices.Named(Scale).Concat(ColumnChoices.Named(Encode));

    /// <summary>The options of a model of the columns of a table.</summary>
    public TabularOptions Options(CsvTable table)
    {
        var (scaling, columnScaling) = ColumnChoices.Resolve("--scale", Scale, table, Scaling.Standardize);
        var (encoding, columnEncoding) = ColumnChoices.Resolve("--encode", Encode, table, CategoryEncoding.ByCount);
        return new()
        {
            Scaling = scaling,
            ColumnScaling = columnScaling,
            Encoding = encoding,
            ColumnEncoding = columnEncoding,
            LogTarget = LogTarget,
            Weight = Weight is null ? null : table[Weight].Name,
        };
    }
}
