namespace OnnxTrain;

/// <summary>Checks the settings of single columns.</summary>
internal static class TabularChoices
{
    /// <exception cref="DataException">A column is unknown, not an input of the model, or of the other kind.</exception>
    public static void Check(TabularOptions options, CsvTable table, IReadOnlyCollection<CsvColumn> used)
    {
        foreach (var (name, scaling) in options.ColumnScaling)
        {
            if (Input(name, $"the scaling {scaling}").Kind == ColumnKind.Time)
                throw new DataException(
                    $"Column '{name}' holds times such as '{Example(name)}', which are standardized; the scaling {scaling} is for "
                        + "numbers.");
            if (table[name].Kind is not (ColumnKind.Numeric or ColumnKind.Duration))
                throw new DataException(
                    $"Column '{name}' holds categories such as '{Example(name)}'; the scaling {scaling} is for numbers. Categories have "
                        + "an encoding.");
        }

        foreach (var (name, encoding) in options.ColumnEncoding)
        {
            if (Input(name, $"the encoding {encoding.Name}").Kind is not (ColumnKind.Categorical or ColumnKind.Boolean))
                throw new DataException(
                    $"Column '{name}' holds {(table[name].Kind == ColumnKind.Numeric ? "numbers" : "times")}; the encoding "
                        + $"{encoding.Name} is for categories. Read the column as categories, or choose a scaling for it.");
        }

        foreach (var name in options.Texts) _ = Input(name, "taking it as text");

        CsvColumn Input(string name, string choice)
        {
            var column = table[name];
            return used.Contains(column)
                ? column
                : throw new DataException($"Column '{name}' is not an input of the model, so {choice} has no effect; leave it out.");
        }

        string Example(string name) => table[name].Categories.Count > 0 ? table[name].Categories[0] : "";
    }
}
