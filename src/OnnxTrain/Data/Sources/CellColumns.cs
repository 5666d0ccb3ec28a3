namespace OnnxTrain;

/// <summary>The columns of sources whose values may be missing.</summary>
internal static class CellColumns
{
    /// <summary>
    /// A column: numbers are float64, NaN where one is missing, and so are durations, in seconds; whole numbers of which none is missing
    /// are int64; times are int64, as <see cref="DateTime.Ticks"/>, −1 where one is missing; texts and truth values are strings, "" where
    /// one is missing.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">What its values are.</param>
    /// <param name="mayMiss">Whether one may be missing.</param>
    /// <param name="options">What the user wants them to be.</param>
    public static RowColumn Of(string name, CellType type, bool mayMiss, RowSourceOptions options)
    {
        ColumnKind? kind = options.Types.TryGetValue(name, out var given) ? given : KindOf(type);
        var element = kind == ColumnKind.Time && type == CellType.Time ? ElementType.Int64
            : kind == ColumnKind.Duration && type == CellType.Duration ? ElementType.Float64
            : kind != ColumnKind.Numeric ? ElementType.String
            : type == CellType.Integer && !mayMiss ? ElementType.Int64
            : ElementType.Float64;
        return new(name, element, Shape.Scalar) { Kind = kind };
    }

    /// <exception cref="DataException">A column has no name, two have the same, or there is none.</exception>
    public static void RequireNames(string source, IReadOnlyList<string> names)
    {
        if (names.Count == 0) throw new DataException($"{source} has no columns.");
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].Length == 0) throw new DataException($"{source}: column {i + 1} of {names.Count} has no name.");
            if (!places.TryAdd(names[i], i))
                throw new DataException($"{source}: columns {places[names[i]] + 1} and {i + 1} have the same name, '{names[i]}'.");
        }
    }

    /// <summary>A column whose values cannot be read.</summary>
    public static DataException Unreadable(string source, string column, string type) =>
        new($"{source}, column '{column}': values of the type {type} cannot be read. Leave the column out: "
            + $"{nameof(RowSourceOptions)}.{nameof(RowSourceOptions.Ignore)}.");

    // Texts may be categories or dates: that is found out where a table is made of them.
    private static ColumnKind? KindOf(CellType type) => type switch
    {
        CellType.Truth => ColumnKind.Boolean,
        CellType.Text => null,
        CellType.Time => ColumnKind.Time,
        CellType.Duration => ColumnKind.Duration,
        _ => ColumnKind.Numeric,
    };
}
