namespace OnnxTrain.Cli;

/// <summary>
/// Which columns are times, and how they are written. Each text is the name of a column, or several names with commas between.
/// </summary>
internal sealed record TimeRequest
{
    /// <summary>Columns that must hold times.</summary>
    public IReadOnlyList<string> Times { get; init; } = [];

    /// <summary>Columns that must hold durations.</summary>
    public IReadOnlyList<string> Durations { get; init; } = [];

    public IReadOnlyList<ColumnChoice<string>> Formats { get; init; } = [];

    /// <summary>The columns that are named, as written on the command line: they are to be looked at.</summary>
    public IEnumerable<string> Named => [.. Times, .. Durations, .. ColumnChoices.Named(Formats)];

    /// <summary>The kinds of the columns that may be meant.</summary>
    public IEnumerable<KeyValuePair<string, ColumnKind>> Kinds()
    {
        var all = Formats.LastOrDefault(choice => choice.Columns is null)?.Value;
        foreach (var name in ColumnNames.Candidates(Times)) yield return new(name, KindOf(all));
        foreach (var (columns, format) in Formats.Where(choice => choice.Columns is not null))
        {
            foreach (var name in ColumnNames.Candidates([columns!])) yield return new(name, KindOf(format));
        }

        foreach (var name in ColumnNames.Candidates(Durations)) yield return new(name, ColumnKind.Duration);
    }

    /// <summary>The options, with the formats of a table.</summary>
    /// <exception cref="DataException">There is no such column.</exception>
    /// <exception cref="ToolException">There are two formats for the same.</exception>
    public TabularOptions AddTo(TabularOptions options, CsvTable table)
    {
        var (all, single) = ColumnChoices.Resolve("--date-format", Formats, table, "");
        var formats = single.ToDictionary(StringComparer.Ordinal);
        if (all.Length > 0 && KindOf(all) == ColumnKind.Numeric)
        {
            foreach (var name in ColumnNames.Resolve(Times, table)) formats.TryAdd(name, all);
        }

        return options with { TimeFormat = all.Length > 0 ? all : null, TimeFormats = formats };
    }

    /// <summary>The table with the formats that are asked for, where times can be read in several ways.</summary>
    public static CsvTable Narrowed(CsvTable table, TabularOptions options)
    {
        foreach (var column in table.Columns.Where(column => column.TimeForms.Count > 1))
        {
            var format = options.TimeFormats.GetValueOrDefault(column.Name, options.TimeFormat ?? "");
            if (column.TimeForms.FirstOrDefault(form => form.Name == format) is { } form) table = table.WithTimeForm(column.Name, form);
        }

        return table;
    }

    /// <summary>What a column of a format is read as.</summary>
    private static ColumnKind KindOf(string? format) =>
        format is not null && TimeFormat.Of(format) is { IsNumber: true } ? ColumnKind.Numeric : ColumnKind.Time;
}
