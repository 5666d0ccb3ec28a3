namespace OnnxTrain;

/// <summary>What the values of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Numbers: <see cref="CsvColumn.Numbers"/>.</summary>
    Numeric,

    /// <summary>Names of categories: <see cref="CsvColumn.Strings"/>.</summary>
    Categorical,

    /// <summary>
    /// Truth values in the usual spellings, such as true/false, TRUE/FALSE or yes/no: <see cref="CsvColumn.Strings"/>.
    /// </summary>
    Boolean,
}
